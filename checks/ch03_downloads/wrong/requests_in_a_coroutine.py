# fails: test_async_page_comes_as_bytes
# file: download_async.py
# The page comes; while it is awaited, the whole program stands still.

    # region Step 3: one page, asynchronously
    import requests

    response = requests.get(address_of(base_url, number), timeout=30)
    response.raise_for_status()
    return response.content
    # endregion
