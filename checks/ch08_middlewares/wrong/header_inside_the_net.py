# fails: test_what_is_missing_stays
# file: server.py
# The pages for errors are made further out than the header.

    # region Step 7: which one is outermost
    middlewares = [behind_proxy, bug_pages, missing_pages, no_sniffing, transaction]
    # endregion
