# fails: test_returned_answers_have_the_header, test_raised_answers_have_it_too
# file: server.py
# The header is set on an answer that nobody gets.

    # region Step 1: a header on every answer
    response = await handler(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # endregion
