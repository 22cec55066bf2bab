# fails: test_visitors_are_sent_to_log_in, test_programs_are_told_in_json
# file: login.py
# The visitor is sent away, after it is done. Only an answer that says so is missing.

    # region Step 7: only for those who have logged in
    try:
        response = await handler(request)
    except web.HTTPSeeOther as redirect:
        response = redirect
    if needs_login(request) and await current_user(request) is None:
        raise login_first(request)
    if isinstance(response, web.HTTPException):
        raise response
    return response
    # endregion
