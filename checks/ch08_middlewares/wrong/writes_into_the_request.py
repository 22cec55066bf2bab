# fails: test_what_is_missing_stays
# file: server.py
# The header goes into the wrong headers: those that the visitor has sent.

    # region Step 1: a header on every answer
    request.headers["X-Content-Type-Options"] = "nosniff"
    return await handler(request)
    # endregion
