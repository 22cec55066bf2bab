# fails: test_last_value_counts
# file: server.py
# The last value of the first line: a proxy that adds a line of its own is not heard.

    # region Step 6: behind a proxy
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = request.headers.get("X-Forwarded-For", request.remote or "").split(",")[-1].strip()
    host = request.headers.get("X-Forwarded-Host", request.host).split(",")[-1].strip()
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme).split(",")[-1].strip()
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
