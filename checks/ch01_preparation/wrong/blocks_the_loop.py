# fails: test_one_second_lies_between
# Prints the same lines a second apart, and nobody else can work in that second.

    # region Step 5: wait without holding anyone up
    import time

    print("Hello ...")
    time.sleep(1)
    print("... World!")
    # endregion
