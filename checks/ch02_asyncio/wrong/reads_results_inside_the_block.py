# fails: test_all_or_nothing_returns_all_results, test_a_failure_cancels_the_others, test_a_failure_is_reported, test_other_errors_are_not_hidden
# The results are asked for where the tasks have only begun: one indentation too far to the right.

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
            results = [task.result() for task in tasks]
    except* ValueError as errors:
        print(f"Failed: {errors.exceptions[0]}")
    return results
    # endregion
