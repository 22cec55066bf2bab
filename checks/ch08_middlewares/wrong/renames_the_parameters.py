# fails: test_what_is_missing_stays
# file: server.py
# The parameters have shorter names, and aiohttp hands the handler over by name.

    # region Step 1: a header on every answer
    return await handler(request)


@web.middleware
async def no_sniffing(request, call_next):  # noqa: F811
    try:
        response = await call_next(request)
    except web.HTTPException as error:
        error.headers["X-Content-Type-Options"] = "nosniff"
        raise
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion
