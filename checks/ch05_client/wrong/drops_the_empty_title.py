# fails: test_update_can_empty_the_text
# file: client.py
# A text can be made empty; an empty title is dropped, and the update says that it worked.

        # region Step 5: update and delete (PATCH)
        changes = {"editor": self._user}
        if title:
            changes["title"] = title
        if text is not None:
            changes["text"] = text
        return post_from(await self._ask("PATCH", "api", str(post_id), json=changes))
        # endregion
