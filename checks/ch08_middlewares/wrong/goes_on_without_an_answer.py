# fails: test_raised_answers_have_it_too, test_redirects_and_refusals_are_left_alone, test_reasons_of_the_api_stay, test_refusals_are_no_bugs, test_what_was_done_is_stored, test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix, test_proxy_is_believed
# file: server.py
# The exception gets its header, and then the function goes on as if there were a response.

    # region Step 1: a header on every answer
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion
