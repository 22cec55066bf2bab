# fails: test_numbers_go_up_to_8016
# file: download_sync.py
# The program works, and one PEP is never downloaded.

# region Step 2: seven pages, one after another (the numbers)
NUMBERS = range(8010, 8016)
# endregion
