# fails: test_raised_answers_have_it_too
# file: server.py
# Pages have the header, and so it looks done. Redirects and refusals are raised, and never come to that line.

    # region Step 1: a header on every answer
    response = await handler(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
    # endregion
