# fails: test_log_names_the_visitor
# file: server.py
# Handlers know the visitor, and the log knows the proxy.

    # region Step 7: which one is outermost
    middlewares = [no_sniffing, bug_pages, missing_pages, behind_proxy, transaction]
    # endregion
