# fails: test_form_has_its_fields
# file: server.py
# Who opens the empty form reads at once that the title is missing.

    # region Step 5: a form (what the template gets)
    values = {"title": "", "text": "", "name": ""}
    return {"heading": "New post", "problem": "The post needs a title.", "values": values}
    # endregion
