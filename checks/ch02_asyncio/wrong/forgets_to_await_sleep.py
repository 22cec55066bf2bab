# fails: test_others_can_work_while_it_sleeps, test_prints_two_lines_and_returns_the_seconds
# The sleep is made and not awaited: both lines are printed at once.

# region Step 1: wait and let others work
async def long_running_task(seconds: float) -> float:
    print(f"Begin sleep for {seconds}")
    asyncio.sleep(seconds)
    print(f"Awake from {seconds}")
    return seconds
# endregion
