# fails: test_started_it_prints, test_imported_it_keeps_quiet
# The comparison is never true, so the program ends at once and prints nothing.

# region Step 6: start it on purpose
if __name__ == "main":
    asyncio.run(main())
# endregion
