# fails: test_the_function_runs_in_another_thread, test_the_loop_stays_free_meanwhile
# async def around a slow call does not make it give way; the result is right.

    # region Step 8: a slow ordinary function
    return function()
    # endregion
