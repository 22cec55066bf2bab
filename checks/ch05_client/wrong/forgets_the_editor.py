# fails: test_update_sends_what_changes, test_update_can_empty_the_text
# file: client.py
# The post is changed, and the blog still names the editor before.

        # region Step 5: update and delete (PATCH)
        changes = {}
        if title is not None:
            changes["title"] = title
        if text is not None:
            changes["text"] = text
        return post_from(await self._ask("PATCH", "api", str(post_id), json=changes))
        # endregion
