# fails: test_program_says_what_went_wrong
# file: client.py
# The error stands among the posts.

    # region Step 8: a program that says what went wrong
    try:
        asyncio.run(main())
    except ClientError as error:
        if options.show_traceback:
            raise
        click.echo(f"Error: {error}")
        raise SystemExit(1) from None
    # endregion
