# fails: test_missing_page_raises
# file: download_sync.py
# One error status is looked for; the text of every other is returned as if it were the page.

    # region Step 1: one page
    response = requests.get(address_of(base_url, number), timeout=30)
    if response.status_code == 404:
        raise LookupError(f"there is no PEP {number}")
    return response.content
    # endregion
