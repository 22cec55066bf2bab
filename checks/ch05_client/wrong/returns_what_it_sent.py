# fails: test_create_gives_the_stored_post
# file: client.py
# The post looks right; it is what was sent and not what is stored.

        # region Step 4: create
        post = {"owner": self._user, "title": title, "text": text}
        answer = await self._ask("POST", "api", json=post)
        return Post(answer["id"], self._user, self._user, title, text)
        # endregion
