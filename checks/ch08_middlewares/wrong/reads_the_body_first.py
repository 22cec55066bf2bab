# fails: test_proxy_is_believed
# file: server.py
# A middleware that wants to know what was sent, before everybody else.

    # region Step 6: behind a proxy
    form = await request.post()
    logger.debug("sent: %s", list(form))
    if request.remote != request.app[PROXY]:
        return await handler(request)
    remote = last_value(request, "X-Forwarded-For") or request.remote
    host = last_value(request, "X-Forwarded-Host") or request.host
    scheme = last_value(request, "X-Forwarded-Proto") or request.scheme
    return await handler(request.clone(remote=remote, host=host, scheme=scheme))
    # endregion
