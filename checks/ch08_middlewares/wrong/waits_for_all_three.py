# fails: test_proxy_is_believed, test_last_value_counts, test_what_is_missing_stays
# file: server.py
# Only a proxy that sends all three headers is believed; many send one or two.

    # region Step 6: behind a proxy
    remote = last_value(request, "X-Forwarded-For")
    host = last_value(request, "X-Forwarded-Host")
    scheme = last_value(request, "X-Forwarded-Proto")
    if request.remote == request.app[PROXY] and remote and host and scheme:
        request = request.clone(remote=remote, host=host, scheme=scheme)
    return await handler(request)
    # endregion
