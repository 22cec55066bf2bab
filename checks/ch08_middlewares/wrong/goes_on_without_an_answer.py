# fails: test_what_is_missing_stays
# file: server.py
# The exception gets its header, and then the function goes on as if there were a response.

    # region Step 1: a header on every answer
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion
