# fails: test_visitors_are_sent_to_log_in
# file: login.py
# Whoever has a session must have logged in. Or opened the list.

    # region Step 7: only for those who have logged in
    session = await aiohttp_session.get_session(request)
    if needs_login(request) and session.new:
        raise login_first(request)
    return await handler(request)
    # endregion
