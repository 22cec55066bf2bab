# fails: test_imported_it_keeps_quiet
# Works as a program; whoever imports the file runs it too.

# region Step 6: start it on purpose
asyncio.run(main())
# endregion
