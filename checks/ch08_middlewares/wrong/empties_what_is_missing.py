# fails: test_what_is_missing_stays
# file: server.py
# What the proxy does not say becomes an empty text.

    # region Step 6: behind a proxy
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = last_value(request, "X-Forwarded-For")
    host = last_value(request, "X-Forwarded-Host")
    scheme = last_value(request, "X-Forwarded-Proto")
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
