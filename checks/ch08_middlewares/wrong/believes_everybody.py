# fails: test_others_are_not_believed
# file: server.py
# The headers are believed, whoever has sent them.

    # region Step 6: behind a proxy
    remote = last_value(request, "X-Forwarded-For") or request.remote
    host = last_value(request, "X-Forwarded-Host") or request.host
    scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
