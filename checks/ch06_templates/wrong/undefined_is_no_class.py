# fails: test_templates_are_found, test_unknown_name_is_an_error
# file: server.py
# The name of the class as a text, where the class is meant.

    # region Step 1: find the templates
    loader = jinja2.FileSystemLoader([Path(__file__).parent / "templates", SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined="StrictUndefined")
    # endregion
