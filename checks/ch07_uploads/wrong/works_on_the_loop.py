# fails: test_other_visitors_are_served_meanwhile
# file: server.py
# async def alone makes nothing give way: while Pillow works, nobody else is served.

    # region Step 3: keep the picture small (off the event loop)
    return thumbnail(content)
    # endregion
