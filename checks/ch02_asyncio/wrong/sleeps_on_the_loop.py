# fails: test_others_can_work_while_it_sleeps
# async def stands there and so does time.sleep: called alone it looks right, and nobody else can work meanwhile.

# region Step 1: wait and let others work
async def long_running_task(seconds: float) -> float:
    print(f"Begin sleep for {seconds}")
    time.sleep(seconds)
    print(f"Awake from {seconds}")
    return seconds
# endregion
