# fails: test_proxy_is_believed, test_last_value_counts
# file: server.py
# One clone for each header, and each forgets what the one before it was told. With a single header it works.

    # region Step 6: behind a proxy
    if request.remote == request.app[PROXY]:
        if remote := last_value(request, "X-Forwarded-For"):
            request = request.clone(remote=remote)
        if host := last_value(request, "X-Forwarded-Host"):
            request = request.clone(host=host)
        if scheme := last_value(request, "X-Forwarded-Proto"):
            request = request.clone(scheme=scheme)
    return await handler(request)
    # endregion
