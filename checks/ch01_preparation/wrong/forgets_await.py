# fails: test_one_second_lies_between
# Both lines are printed; the waiting in between never begins.

    # region Step 5: wait without holding anyone up
    print("Hello ...")
    asyncio.sleep(1)
    print("... World!")
    # endregion
