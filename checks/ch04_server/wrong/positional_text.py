# fails: test_index_greets
# file: hello.py
# The text is given without its name, and web.Response takes no such argument.

    # region Step 1: answer a request (the handler)
    return web.Response("Hello, aiohttp")
    # endregion
