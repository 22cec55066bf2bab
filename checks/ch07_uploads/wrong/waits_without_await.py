# fails: test_other_visitors_are_served_meanwhile
# file: server.py
# Another thread does the work, and the event loop waits for it in a way that lets nobody else go on.

    # region Step 3: keep the picture small (off the event loop)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as pool:
        return pool.submit(thumbnail, content).result()
    # endregion
