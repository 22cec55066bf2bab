# fails: test_missing_page_raises
# file: download_sync.py
# Nobody looks at the status: 404: Not Found counts as the text of a PEP.

    # region Step 1: one page
    return requests.get(address_of(base_url, number), timeout=30).content
    # endregion
