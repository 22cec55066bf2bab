# fails: test_broken_database_is_a_page
# file: server.py
# Bugs of handlers get their page. A database that does not open is further out.

    # region Step 7: which one is outermost
    middlewares = [behind_proxy, no_sniffing, transaction, bug_pages, missing_pages]
    # endregion
