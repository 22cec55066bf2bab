# file: server.py
# no_sniffing is outermost and returns what was raised, since nobody further out waits for it; pages are made of what the exception
# knows; the connection is opened by hand, and SQL says when a transaction begins and ends.

    # region Step 1: a header on every answer
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = web.Response(
            status=error.status, reason=error.reason, headers=error.headers, body=error.body
        )
    response.headers.update({"X-Content-Type-Options": "nosniff"})
    return response
    # endregion

    # region Step 4: JSON for programs
    parts = Path(request.path).parts
    if len(parts) > 1 and parts[1] == "api":
        return web.json_response({"reason": f"{heading}. {message}"}, status=status)
    page = aiohttp_jinja2.render_string(
        "error.html", request, {"heading": heading, "message": message}
    )
    return web.Response(text=page, status=status, content_type="text/html")
    # endregion

    # region Step 2: a page for what is not there
    try:
        response = await handler(request)
    except web.HTTPClientError as error:
        own = error.body != f"{error.status}: {error.reason}".encode()
        if isinstance(error, web.HTTPNotFound) and not own:
            return error_answer(request, error.status, "Not found", "No such page.")
        raise
    else:
        return response
    # endregion

    # region Step 3: a bug is logged, not shown
    try:
        response = await handler(request)
    except (web.HTTPException, GeneratorExit):
        raise
    except Exception as error:
        logging.error("%s", (request.method, request.path, request.remote), exc_info=True)
        # Counted by class, so that somebody can see which bug comes most often.
        logger.warning("one more %s", type(error).__name__)
        response = error_answer(request, 500, "A bug", "It has been written down.")
    return response
    # endregion

    # region Step 5: all of a request, or nothing
    db = await aiosqlite.connect(request.app[DB_PATH], isolation_level=None)
    try:
        db.row_factory = aiosqlite.Row
        request[DB] = db
        await db.execute("BEGIN DEFERRED")
        try:
            response = await handler(request)
        except (web.HTTPSuccessful, web.HTTPRedirection):
            await db.execute("COMMIT")
            raise
        if response.status in range(100, 400):
            await db.execute("COMMIT")
        return response
    finally:
        await db.close()


import aiosqlite  # noqa: E402
    # endregion

    # region Step 6: behind a proxy
    changes = {}
    if request.remote and request.remote == request.app[PROXY]:
        names = {"For": "remote", "Host": "host", "Proto": "scheme"}
        for header, name in names.items():
            if value := last_value(request, f"X-Forwarded-{header}"):
                changes[name] = value
    return await handler(request.clone(**changes) if changes else request)
    # endregion

    # region Step 7: which one is outermost
    middlewares = [no_sniffing]
    middlewares += [behind_proxy, bug_pages]
    middlewares += [transaction, missing_pages]
    # endregion
