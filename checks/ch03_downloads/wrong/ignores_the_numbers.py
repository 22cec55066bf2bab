# fails: test_each_page_has_its_file
# file: download_sync.py
# All is well as long as the caller wants NUMBERS.

    # region Step 2: seven pages, one after another
    for number in NUMBERS:
        path_of(folder, number).write_bytes(download_pep(base_url, number))
    # endregion
