# fails: test_each_page_has_its_file
# file: download_sync.py
# The pages land wherever the program was started.

    # region Step 2: seven pages, one after another
    for number in numbers:
        with open(f"pep-{number}.html", "wb") as file:
            file.write(download_pep(base_url, number))
    # endregion
