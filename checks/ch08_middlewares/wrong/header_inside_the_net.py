# fails: test_error_pages_have_the_header
# file: server.py
# The pages for errors are made further out than the header.

    # region Step 7: which one is outermost
    middlewares = [behind_proxy, bug_pages, missing_pages, no_sniffing, transaction]
    # endregion
