# fails: test_a_late_job_is_cancelled
# The answer is there in time, and the job goes on behind its back.

    # region Step 5: stop at a deadline
    task = asyncio.create_task(job)
    done, _ = await asyncio.wait([task], timeout=seconds)
    return task.result() if done else "too late"
    # endregion
