# fails: test_a_cancelled_tidy_task_closes
# CancelledError is no Exception: Close is printed only when all goes well.

    # region Step 6: tidy up when cancelled
    print("Open")
    try:
        await asyncio.sleep(seconds)
    except Exception:
        print("Close")
        raise
    print("Close")
    return seconds
    # endregion
