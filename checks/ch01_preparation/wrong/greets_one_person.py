# fails: test_greeting_works_for_everybody
# Right for the example in the lesson, and for nobody else.

    # region Step 2: put values into a text
    first_name, last_name = "Ada", "Lovelace"
    return f"Hello {first_name} {last_name}"
    # endregion
