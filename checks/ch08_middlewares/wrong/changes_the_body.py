# fails: test_returned_answers_have_the_header, test_raised_answers_have_it_too, test_programs_get_json, test_list_of_the_api_too, test_what_was_done_is_stored, test_proxy_is_believed, test_others_are_not_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# A note at the end of every body: pages bear it, JSON and files do not.

    # region Step 1: a header on every answer
    response = await handler(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.text += "<!-- nosniff -->"
    return response
    # endregion
