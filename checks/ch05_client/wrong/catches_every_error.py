# fails: test_bug_is_not_hidden
# file: client.py
# A bug in a command looks like a word from the server.

    # region Step 8: a program that says what went wrong
    try:
        asyncio.run(main())
    except Exception as error:
        if options.show_traceback:
            raise
        raise click.ClickException(str(error)) from None
    # endregion
