# fails: test_a_cancelled_tidy_task_closes
# Close is printed, and the request to stop is thrown away.

    # region Step 6: tidy up when cancelled
    print("Open")
    try:
        await asyncio.sleep(seconds)
    except:
        pass
    print("Close")
    return seconds
    # endregion
