# fails: test_what_is_missing_stays
# file: server.py
# Handlers know the visitor, and the log knows the proxy.

    # region Step 7: which one is outermost
    middlewares = [no_sniffing, bug_pages, missing_pages, behind_proxy, transaction]
    # endregion
