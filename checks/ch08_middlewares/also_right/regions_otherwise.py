# file: server.py
# The header in a `finally`, exceptions answered with exceptions, BEGIN and ROLLBACK by hand, the headers read from their end.

    # region Step 1: a header on every answer
    answer: web.StreamResponse | None = None
    try:
        answer = await handler(request)
        return answer
    except web.HTTPException as raised:
        answer = raised
        raise
    finally:
        if answer is not None:
            answer.headers.setdefault("x-content-type-options", "nosniff")
    # endregion

    # region Step 4: JSON for programs
    _, first, *_ = request.path.split("/")
    if first == "api":
        body = json.dumps({"reason": message, "status": status})
        return web.Response(text=body, content_type="application/json", status=status)
    response = aiohttp_jinja2.render_template(
        "error.html", request, {"heading": heading, "message": message}
    )
    response.set_status(status)
    return response
    # endregion

    # region Step 2: a page for what is not there
    try:
        return await handler(request)
    except web.HTTPNotFound as error:
        if error.text == "404: Not Found":
            page = error_answer(request, 404, "Lost?", f"{request.path} is nowhere to be found.")
            assert isinstance(page, web.Response)
            raise web.HTTPNotFound(body=page.body, content_type=page.content_type) from error
        raise
    # endregion

    # region Step 3: a bug is logged, not shown
    try:
        return await handler(request)
    except Exception as error:
        if isinstance(error, web.HTTPException):
            raise
        request.app.logger.critical(
            f"{request.remote} asked {request.method} {request.url}", exc_info=error
        )
        answer = error_answer(request, 500, "Oh no", "Please come back later.")
        assert isinstance(answer, web.Response)
        raise web.HTTPInternalServerError(
            body=answer.body, content_type=answer.content_type
        ) from error
    # endregion

    # region Step 5: all of a request, or nothing
    async with connect(request.app) as db:
        request[DB] = db
        await db.execute("BEGIN")
        try:
            response = await handler(request)
            good = response.status < 400
        except web.HTTPException as answer:
            good = answer.status < 400
            raise
        except BaseException:
            good = False
            raise
        finally:
            await (db.commit() if good else db.rollback())
        return response
    # endregion

    # region Step 6: behind a proxy
    if request.app[PROXY] == request.remote:
        told = {
            name: request.headers.getall(header)[-1].split(",")[-1].strip()
            for name, header in {
                "remote": "X-Forwarded-For",
                "host": "X-Forwarded-Host",
                "scheme": "X-Forwarded-Proto",
            }.items()
            if header in request.headers
        }
        request = request.clone(**told)
    return await handler(request)


import json  # noqa: E402
    # endregion

    # region Step 7: which one is outermost
    middlewares = (no_sniffing, behind_proxy, missing_pages, bug_pages, transaction)
    # endregion
