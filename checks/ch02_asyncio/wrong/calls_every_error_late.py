# fails: test_an_error_of_the_job_is_not_called_too_late
# Whatever goes wrong is called too late.

    # region Step 5: stop at a deadline
    try:
        return await asyncio.wait_for(job, seconds)
    except Exception:
        return "too late"
    # endregion
