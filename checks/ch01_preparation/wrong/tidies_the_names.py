# fails: test_greeting_works_for_everybody
# Right for Ada Lovelace; bell hooks wrote her name without capitals.

    # region Step 2: put values into a text
    return f"Hello {first_name.title()} {last_name.title()}"
    # endregion
