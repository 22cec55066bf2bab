# fails: test_templates_are_found
# file: server.py
# The second folder is taken for the encoding of the files.

    # region Step 1: find the templates
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates", SHARED)
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    # endregion
