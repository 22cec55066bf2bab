# file: hello.py
# Texts joined with +, a dataclass with slots and a comparison order, four short waits in a coroutine of their own.

    # region Step 2: put values into a text
    return "Hello" + " " + first_name + " " + last_name
    # endregion

# region Step 3: describe an item once (the decorator)
@dataclass(slots=True, order=True)
# endregion

        # region Step 4: let an item know its worth
        price, quantity = self.unit_price, self.quantity_on_hand
        return round(price * quantity, 2)
        # endregion

    # region Step 5: wait without holding anyone up
    async def rest() -> None:
        for _ in range(4):
            await asyncio.sleep(0.25)

    print("Hello ...", flush=True)
    await rest()
    print("... World!", flush=True)
    # endregion
