# fails: test_update_can_empty_the_text
# file: client.py
# Every change is made, except to an empty text.

        # region Step 5: update and delete (PATCH)
        changes = {"editor": self._user}
        if title:
            changes["title"] = title
        if text:
            changes["text"] = text
        return post_from(await self._ask("PATCH", "api", str(post_id), json=changes))
        # endregion
