"""A first program: a greeting, an item in stock, and a coroutine that waits."""

import asyncio
from dataclasses import dataclass

# region Step 1: the machine is ready
# Write down that you are ready: give READY the value True.
# starter: # your line goes here
READY = True
# endregion


def greeting(first_name: str, last_name: str) -> str:
    """What the program says to one person."""
    # region Step 2: put values into a text
    # Return the text  Hello Ada Lovelace  for greeting("Ada", "Lovelace"), and so for every name.
    return f"Hello {first_name} {last_name}"
    # endregion


# region Step 3: describe an item once (the decorator)
# Make the class below a dataclass.
@dataclass
# endregion
class InventoryItem:
    """Something in stock: what it is, what one of it costs, and how many there are."""

    # region Step 3: describe an item once (the fields)
    # Declare three fields in this order: name (text), unit_price (a number with a fraction),
    # quantity_on_hand (a whole number, 0 when it is not given).
    # starter: # the three lines go here
    name: str
    unit_price: float
    # Without ": int" this line would still run, but quantity_on_hand would be no field:
    # InventoryItem("tea", 2.5, 40) would be refused.
    quantity_on_hand: int = 0
    # endregion

    def total_cost(self) -> float:
        """What all the pieces in stock cost together."""
        # region Step 4: let an item know its worth
        # Return what all pieces of this item cost together, at the quantity it has now.
        return self.unit_price * self.quantity_on_hand
        # endregion


async def main() -> None:
    """Say hello, wait for a second, finish the sentence."""
    # region Step 5: wait without holding anyone up
    # Print  Hello ...  then wait for one second and let others work meanwhile,
    # then print  ... World!
    print("Hello ...")
    # time.sleep(1) would look the same here, and stop everybody else for that second.
    await asyncio.sleep(1)
    print("... World!")
    # endregion


# region Step 6: start it on purpose
# Run main() when this file is started as a program, and not when it is imported.
# starter: # your lines go here
if __name__ == "__main__":
    asyncio.run(main())
# endregion
