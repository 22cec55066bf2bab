# fails: test_a_late_job_is_cancelled
# The job is cancelled, and the TimeoutError comes out.

    # region Step 5: stop at a deadline
    return await asyncio.wait_for(job, seconds)
    # endregion
