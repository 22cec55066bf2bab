# fails: test_proxy_is_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# The visitor's address is written into the request, which cannot be changed.

    # region Step 6: behind a proxy
    if request.remote == request.app[PROXY]:
        request.remote = last_value(request, "X-Forwarded-For") or request.remote
        request.host = last_value(request, "X-Forwarded-Host") or request.host
        request.scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
    return await handler(request)
    # endregion
