# fails: test_list_gives_all_posts
# file: client.py
# The dictionaries hold all that was asked for.

        # region Step 3: list and get (all posts)
        posts: list[Post] = await self._ask("GET", "api")
        return posts
        # endregion
