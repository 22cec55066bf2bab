# fails: test_page_comes_as_bytes
# file: download_sync.py
# Most pages are the same afterwards; the one in Latin-1 is saved with other bytes.

    # region Step 1: one page
    response = requests.get(address_of(base_url, number), timeout=30)
    response.raise_for_status()
    return response.text.encode("utf-8")
    # endregion
