# fails: test_base_url_may_have_a_path, test_client_gives_up, test_broken_connection_is_a_client_error, test_answer_that_is_no_json_is_a_client_error
# file: client.py
# It works as long as the blog is alone on its server.

        # region Step 3: list and get (one post)
        return post_from(await self._send("GET", self._base_url.join(URL(f"/api/{post_id}")), None))
        # endregion
