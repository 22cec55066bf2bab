# fails: test_post_belongs_to_its_writer
# file: pages.py
# The form has no such field, and who sends one anyway is believed.

    # region Step 9: whose post it is (a new one)
    owner = str(form.get("name") or await current_user(request))
    # endregion
