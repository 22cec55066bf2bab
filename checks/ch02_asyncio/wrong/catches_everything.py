# fails: test_other_errors_are_not_hidden
# A slip in the code is treated like an error that was to be expected.

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
        results = [task.result() for task in tasks]
    except* Exception as errors:
        print(f"Failed: {errors.exceptions[0]}")
    return results
    # endregion
