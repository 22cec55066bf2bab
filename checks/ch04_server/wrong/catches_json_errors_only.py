# fails: test_body_that_is_no_object_is_refused
# file: server.py
# JSONDecodeError is one way in which a body is no JSON. Bytes that are no UTF-8 are another, and
# a 500.

    # region Step 7: create a post (the body)
    try:
        body = await request.json()
    except json.JSONDecodeError:
        raise refusal(web.HTTPBadRequest, "The body must be JSON") from None
    if not isinstance(body, dict):
        raise refusal(web.HTTPBadRequest, "The body must be a JSON object")
    return body
    # endregion
