# fails: test_last_value_counts
# file: server.py
# The first value of the list is the one that the visitor has made up.

    # region Step 6: behind a proxy
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = request.headers.get("X-Forwarded-For", request.remote or "").split(",")[0].strip()
    host = request.headers.get("X-Forwarded-Host", request.host).split(",")[0].strip()
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme).split(",")[0].strip()
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
