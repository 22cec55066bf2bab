# fails: test_proxy_is_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# The clone is made, and the handler gets the request as it came.

    # region Step 6: behind a proxy
    if request.remote == request.app[PROXY]:
        remote = last_value(request, "X-Forwarded-For") or request.remote
        host = last_value(request, "X-Forwarded-Host") or request.host
        scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
        request.clone(remote=remote, host=host, scheme=scheme)
    return await handler(request)
    # endregion
