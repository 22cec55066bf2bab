# fails: test_greeting_holds_both_names, test_greeting_works_for_everybody
# On the screen it looks right; the caller gets None.

    # region Step 2: put values into a text
    print(f"Hello {first_name} {last_name}")
    # endregion
