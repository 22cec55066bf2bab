# fails: test_each_page_has_its_file
# file: download_sync.py
# All pages are downloaded, and only the last one is saved.

    # region Step 2: seven pages, one after another
    for number in numbers:
        content = download_pep(base_url, number)
    path_of(folder, number).write_bytes(content)
    # endregion
