# file: login.py
# The route knows its handler, too; and what is marked stands in a list, not on the handlers.

    # region Step 7: only for those who have logged in (the mark)
    MARKED.append(handler)
    return handler


MARKED: list[object] = []


def is_marked(handler: object) -> bool:
    return any(handler is each for each in MARKED)
    # endregion

    # region Step 7: only for those who have logged in (the question)
    handler = request.match_info.route.handler
    method = getattr(handler, request.method.lower(), None)
    return is_marked(handler) or is_marked(method)
    # endregion
