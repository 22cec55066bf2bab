# file: download_sync.py
# A requests session, its own look at the status, and files written with open.

# region Step 2: seven pages, one after another (the numbers)
NUMBERS = [*range(8010, 8016), 8016]
# endregion

    # region Step 1: one page
    with requests.Session() as session:
        response = session.get(address_of(base_url, number), stream=True, timeout=(5, 30))
        if response.status_code != 200:
            raise LookupError(f"PEP {number}: status {response.status_code}")
        return b"".join(response.iter_content(1000))
    # endregion

    # region Step 2: seven pages, one after another
    pages = {number: download_pep(base_url, number) for number in numbers}
    for number, content in pages.items():
        with open(path_of(folder, number), "wb") as file:
            file.write(content)
    # endregion
