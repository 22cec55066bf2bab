# fails: test_others_are_not_believed
# file: server.py
# Where no proxy is configured, nobody is turned away.

    # region Step 6: behind a proxy
    if request.app[PROXY] and request.remote != request.app[PROXY]:
        return await handler(request)
    remote = last_value(request, "X-Forwarded-For") or request.remote
    host = last_value(request, "X-Forwarded-Host") or request.host
    scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
