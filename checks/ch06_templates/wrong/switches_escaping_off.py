# fails: test_list_runs_no_script, test_script_is_read_and_not_run, test_what_was_typed_is_kept, test_mended_form_can_be_sent, test_form_holds_the_post
# file: server.py
# An Environment of one's own: autoescape is off in it, and nothing looks different until somebody writes HTML.

    # region Step 1: find the templates
    own = Path(__file__).parent / "templates"
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader([own, SHARED]), undefined=jinja2.StrictUndefined
    )
    app[aiohttp_jinja2.APP_KEY] = pages
    # endregion
