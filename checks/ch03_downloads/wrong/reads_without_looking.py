# fails: test_async_missing_page_raises
# file: download_async.py
# The text of the 404 is returned as if it were the page.

    # region Step 3: one page, asynchronously
    async with session.get(address_of(base_url, number)) as response:
        return await response.read()
    # endregion
