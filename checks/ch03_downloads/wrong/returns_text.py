# fails: test_page_comes_as_bytes
# file: download_sync.py
# The page is read as text: requests guesses the encoding.

    # region Step 1: one page
    response = requests.get(address_of(base_url, number), timeout=30)
    response.raise_for_status()
    return response.text
    # endregion
