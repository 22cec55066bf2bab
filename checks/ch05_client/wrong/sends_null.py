# fails: test_update_sends_what_changes, test_update_can_empty_the_text
# file: client.py
# The server refuses null where a text belongs.

        # region Step 5: update and delete (PATCH)
        changes = {"editor": self._user, "title": title, "text": text}
        return post_from(await self._ask("PATCH", "api", str(post_id), json=changes))
        # endregion
