# fails: test_started_it_prints, test_imported_it_keeps_quiet
# Calling a coroutine function makes an object; nothing of it runs.

# region Step 6: start it on purpose
if __name__ == "__main__":
    main()
# endregion
