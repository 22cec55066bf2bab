# fails: test_list_gives_all_posts
# file: client.py
# The list is right, and costs a request for each post.

        # region Step 3: list and get (all posts)
        posts = await self._ask("GET", "api")
        if not isinstance(posts, list):
            raise ClientError(None, "That is no list")
        return [replace(await self.get(post["id"]), text=None) for post in posts]
        # endregion

# region Step 1: a post
from dataclasses import replace


@dataclass(frozen=True)
class Post:
    id: int
    owner: str
    editor: str
    title: str
    text: str | None = None


# endregion
