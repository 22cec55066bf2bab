# fails: test_one_second_lies_between
# The program takes a second, and both lines come at once.

    # region Step 5: wait without holding anyone up
    print("Hello ...")
    print("... World!")
    await asyncio.sleep(1)
    # endregion
