# fails: test_an_error_of_the_function_comes_out
# A function that fails looks like one that returned None.

    # region Step 8: a slow ordinary function
    try:
        return await asyncio.to_thread(function)
    except Exception:
        return None
    # endregion
