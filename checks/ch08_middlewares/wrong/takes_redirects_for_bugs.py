# fails: test_raised_answers_have_it_too, test_redirects_and_refusals_are_left_alone, test_reasons_of_the_api_stay, test_refusals_are_no_bugs, test_what_was_done_is_stored, test_what_was_refused_is_not_stored, test_others_are_served_meanwhile, test_many_at_once_do_not_mix, test_proxy_is_believed
# file: server.py
# except Exception, and nothing above it: each redirect and each 404 is a 500 now.

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except Exception:
        logger.exception("%s %s from %s", request.method, request.raw_path, request.remote)
        return error_answer(request, 500, "Something went wrong", "It is our fault.")
    # endregion
