# fails: test_the_function_runs_in_another_thread, test_the_loop_stays_free_meanwhile
# The parentheses call the function here, and its result is handed over to be called.

    # region Step 8: a slow ordinary function
    return await asyncio.to_thread(function())
    # endregion
