# fails: test_post_cannot_be_changed
# file: client.py
# Nothing fails, until somebody sets post.title and believes that the blog has changed.

# region Step 1: a post
@dataclass
class Post:
    id: int
    owner: str
    editor: str
    title: str
    text: str | None = None


# endregion
