# fails: test_a_failure_cancels_the_others, test_other_errors_are_not_hidden
# The failure is looked for when all have ended, and errors of other kinds are taken for results.

    # region Step 7: all or nothing
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        if isinstance(result, ValueError):
            print(f"Failed: {result}")
            return []
    return results
    # endregion
