# fails: test_main_prints_two_lines
# On the screen it looks the same: the editor made one character of three dots.

    # region Step 5: wait without holding anyone up
    print("Hello …")
    await asyncio.sleep(1)
    print("… World!")
    # endregion
