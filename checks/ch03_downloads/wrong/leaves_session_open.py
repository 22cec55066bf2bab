# fails: test_session_is_closed
# file: download_async.py
# The session is closed after a page that exists, and left open by an exception.

    # region Step 3: one page, asynchronously (the session)
    session = aiohttp.ClientSession()
    page = await download_pep(session, base_url, number)
    await session.close()
    return page
    # endregion
