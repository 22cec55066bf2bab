# fails: test_raised_answers_have_it_too, test_redirects_and_refusals_are_left_alone, test_refusals_are_no_bugs, test_what_was_done_is_stored, test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix, test_proxy_is_believed
# file: server.py
# All answers that are raised are caught, one of them is dealt with, and the others are forgotten.

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status == 404:
            if error.content_type != "text/plain":
                raise
            return error_answer(request, 404, "Nothing here", "There is nothing at this address.")
    # endregion
