# fails: test_a_failure_cancels_the_others
# After a failure the results that were there already come back: some, where all or nothing was asked.

    # region Step 7: all or nothing
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* ValueError as errors:
        print(f"Failed: {errors.exceptions[0]}")
    return [task.result() for task in tasks if not task.cancelled() and not task.exception()]
    # endregion
