# fails: test_all_are_in_flight_together
# file: download_async.py
# The number stands in the program, and what the caller says has no effect.

    # region Step 6: at most four at a time (the gate)
    gate = asyncio.Semaphore(4)
    # endregion
