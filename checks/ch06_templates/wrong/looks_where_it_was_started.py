# fails: test_templates_are_found
# file: server.py
# The folder is looked for where the program was started: it works for the one who wrote it.

    # region Step 1: find the templates
    loader = jinja2.FileSystemLoader(["templates", SHARED])
    aiohttp_jinja2.setup(app, loader=loader, undefined=jinja2.StrictUndefined)
    # endregion
