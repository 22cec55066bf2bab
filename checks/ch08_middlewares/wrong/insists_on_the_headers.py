# fails: test_proxy_is_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# A proxy that sends two of the three headers gets a 500.

    # region Step 6: behind a proxy
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = request.headers["X-Forwarded-For"].split(",")[-1].strip()
    host = request.headers["X-Forwarded-Host"].split(",")[-1].strip()
    scheme = request.headers["X-Forwarded-Proto"].split(",")[-1].strip()
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
