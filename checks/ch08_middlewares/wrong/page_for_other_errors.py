# fails: test_raised_answers_have_it_too, test_redirects_and_refusals_are_left_alone, test_refusals_are_no_bugs, test_what_was_refused_is_not_stored, test_many_at_once_do_not_mix
# file: server.py
# All errors that are the visitor's get the page for a 404: the refused form, too.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPClientError as error:
        if error.content_type == "application/json":
            raise
        return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
