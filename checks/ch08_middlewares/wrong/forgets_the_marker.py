# fails: test_what_is_missing_stays
# file: server.py
# A middleware of one's own, without @web.middleware.

    # region Step 1: a header on every answer
    return await handler(request)


async def no_sniffing(request, handler):  # noqa: F811
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers["X-Content-Type-Options"] = "nosniff"
        raise
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion
