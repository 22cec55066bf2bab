# fails: test_traceback_is_shown_on_demand
# file: client.py
# The option is there and does nothing.

    # region Step 8: a program that says what went wrong
    try:
        asyncio.run(main())
    except ClientError as error:
        raise click.ClickException(str(error)) from None
    # endregion
