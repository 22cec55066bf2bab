# fails: test_unknown_name_is_an_error
# file: server.py
# Without StrictUndefined, a misspelled name is an empty place on the page.

    # region Step 1: find the templates
    own = Path(__file__).parent / "templates"
    aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader([own, SHARED]))
    # endregion
