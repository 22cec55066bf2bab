# fails: test_templates_are_found, test_unknown_name_is_an_error
# file: server.py
# An Environment is made, and the app never hears of it.

    # region Step 1: find the templates
    own = Path(__file__).parent / "templates"
    jinja2.Environment(
        loader=jinja2.FileSystemLoader([own, SHARED]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    # endregion
