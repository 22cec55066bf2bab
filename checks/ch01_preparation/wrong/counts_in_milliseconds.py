# fails: test_one_second_lies_between
# asyncio.sleep counts in seconds; other languages count in milliseconds.

    # region Step 5: wait without holding anyone up
    print("Hello ...")
    await asyncio.sleep(1000)
    print("... World!")
    # endregion
