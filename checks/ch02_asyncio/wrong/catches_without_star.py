# fails: test_a_failure_cancels_the_others, test_a_failure_is_reported
# except ValueError does not match the group in which a ValueError stands.

    # region Step 7: all or nothing
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except ValueError as error:
        print(f"Failed: {error}")
        return []
    return [task.result() for task in tasks]
    # endregion
