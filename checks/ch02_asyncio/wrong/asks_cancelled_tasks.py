# fails: test_a_failure_cancels_the_others, test_a_failure_is_reported
# The results are collected after a failure too, from tasks that were cancelled.

    # region Step 7: all or nothing
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* ValueError as errors:
        print(f"Failed: {errors.exceptions[0]}")
    return [task.result() for task in tasks]
    # endregion
