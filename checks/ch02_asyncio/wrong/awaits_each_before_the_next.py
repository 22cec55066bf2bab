# fails: test_all_or_nothing_returns_all_results, test_a_failure_cancels_the_others
# There is a task group, and it never holds more than one task: each is awaited where it is made.

    # region Step 7: all or nothing
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                results.append(await group.create_task(job))
    except* ValueError as errors:
        print(f"Failed: {errors.exceptions[0]}")
        results = []
    return results
    # endregion
