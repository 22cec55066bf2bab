# file: hello.py
# Join instead of an f-string, a field() with a default, a task that holds the second half, a Runner instead of asyncio.run.

    # region Step 2: put values into a text
    return " ".join(["Hello", first_name, last_name])
    # endregion

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand: int = __import__("dataclasses").field(default=0)
    # endregion

    # region Step 5: wait without holding anyone up
    async def second_half() -> None:
        await asyncio.sleep(1)
        print("... World!")

    later = asyncio.create_task(second_half())
    print("Hello ...")
    await later
    # endregion

# region Step 6: start it on purpose
def start() -> None:
    """Run the program."""
    with asyncio.Runner() as runner:
        runner.run(main())


if __name__ == "__main__":
    start()
# endregion
