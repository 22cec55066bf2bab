# fails: test_a_failure_cancels_the_others
# gather passes the error on and leaves the other tasks to themselves.

    # region Step 7: all or nothing
    try:
        return await asyncio.gather(*jobs)
    except ValueError as error:
        print(f"Failed: {error}")
        return []
    # endregion
