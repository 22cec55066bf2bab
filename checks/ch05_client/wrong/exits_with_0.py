# fails: test_program_says_what_went_wrong
# file: client.py
# The error is there to be read, and a script goes on as if all were well.

    # region Step 8: a program that says what went wrong
    try:
        asyncio.run(main())
    except ClientError as error:
        if options.show_traceback:
            raise
        click.echo(f"Error: {error}", err=True)
    # endregion
