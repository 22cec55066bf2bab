# fails: test_started_it_prints, test_imported_it_keeps_quiet
# asyncio.run wants what main() makes, not main.

# region Step 6: start it on purpose
if __name__ == "__main__":
    asyncio.run(main)
# endregion
