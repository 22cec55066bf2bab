# fails: test_returned_answers_have_the_header, test_raised_answers_have_it_too, test_nothing_there_is_a_page, test_bug_is_a_page, test_refusals_are_no_bugs, test_what_was_done_is_stored, test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_proxy_is_believed, test_others_are_not_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# The one header is assigned as if it were all of them.

    # region Step 1: a header on every answer
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers["X-Content-Type-Options"] = "nosniff"
        raise
    response.headers = {"X-Content-Type-Options": "nosniff"}
    return response
    # endregion
