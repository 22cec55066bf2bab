# fails: test_import_starts_no_server
# file: hello.py
# The factory starts the server itself, inside the event loop that runs it already: RuntimeError
# when the file is run.

    # region Step 1: answer a request (the route)
    app.add_routes([web.get("/", index)])
    web.run_app(app, host="127.0.0.1", port=8080)
    # endregion
