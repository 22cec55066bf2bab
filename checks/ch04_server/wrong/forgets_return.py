# fails: test_index_greets
# file: hello.py
# The response is made and thrown away: the handler gives back None, and the visitor gets a 500.

    # region Step 1: answer a request (the handler)
    web.Response(text="Hello, aiohttp")
    # endregion
