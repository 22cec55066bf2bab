# fails: test_templates_are_found
# file: server.py
# Only the chapter's own folder is looked into, and base.html is not in it.

    # region Step 1: find the templates
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    # endregion
