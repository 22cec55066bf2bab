# fails: test_a_failure_is_reported
# What is printed is the group of errors, which says only that there is one error in it.

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* ValueError as errors:
        print(f"Failed: {errors}")
    else:
        results = [task.result() for task in tasks]
    return results
    # endregion
