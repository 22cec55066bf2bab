# fails: test_index_greets, test_import_starts_no_server
# file: hello.py
# The text is given without its name, and web.Response takes no such argument.

    # region Step 1: answer a request (the handler)
    return web.Response("Hello, aiohttp")
    # endregion
