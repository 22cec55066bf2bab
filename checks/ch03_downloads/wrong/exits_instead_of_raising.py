# fails: test_missing_page_raises
# file: download_sync.py
# One page that is missing ends the program of whoever calls this function.

    # region Step 1: one page
    response = requests.get(address_of(base_url, number), timeout=30)
    if not response.ok:
        raise SystemExit(f"PEP {number} could not be downloaded")
    return response.content
    # endregion
