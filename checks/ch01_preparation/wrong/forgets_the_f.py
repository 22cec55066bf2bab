# fails: test_greeting_holds_both_names, test_greeting_works_for_everybody
# Without the f the braces are ordinary characters; Python says nothing.

    # region Step 2: put values into a text
    return "Hello {first_name} {last_name}"
    # endregion
