# fails: test_a_job_in_time_gives_its_result, test_a_late_job_is_cancelled, test_an_error_of_the_job_is_not_called_too_late
# The job is called as if it were a function; it is a coroutine object already.

    # region Step 5: stop at a deadline
    try:
        async with asyncio.timeout(seconds):
            return await job()
    except TimeoutError:
        return "too late"
    # endregion
