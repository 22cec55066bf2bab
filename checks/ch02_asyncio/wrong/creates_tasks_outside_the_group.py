# fails: test_all_or_nothing_returns_all_results, test_a_failure_cancels_the_others, test_a_failure_is_reported, test_other_errors_are_not_hidden
# The tasks are made with asyncio.create_task, so the group knows nothing of them and waits for nobody.

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup():
            tasks = [asyncio.create_task(job) for job in jobs]
    except* ValueError as errors:
        print(f"Failed: {errors.exceptions[0]}")
    else:
        results = [task.result() for task in tasks]
    return results
    # endregion
