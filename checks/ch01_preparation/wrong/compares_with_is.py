# fails: test_started_it_prints
# Python keeps equal short texts only once, so this is true by luck.

# region Step 6: start it on purpose
if __name__ is "__main__":
    asyncio.run(main())
# endregion
