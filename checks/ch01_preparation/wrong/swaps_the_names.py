# fails: test_greeting_holds_both_names, test_greeting_works_for_everybody
# Two parameters of the same type, used in the wrong order.

    # region Step 2: put values into a text
    return f"Hello {last_name} {first_name}"
    # endregion
