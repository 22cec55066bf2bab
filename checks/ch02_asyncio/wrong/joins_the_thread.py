# fails: test_the_loop_stays_free_meanwhile, test_an_error_of_the_function_comes_out
# The function works in another thread, and the event loop stands still until it is done.

    # region Step 8: a slow ordinary function
    import threading

    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]
    # endregion
