"""A first program: a greeting, an item in stock, and a coroutine that waits."""

import asyncio
from dataclasses import dataclass

# region Step 1: the machine is ready
# Write down that you are ready: give READY the value True.
# your line goes here
# endregion


def greeting(first_name: str, last_name: str) -> str:
    """What the program says to one person."""
    # region Step 2: put values into a text
    # Return the text  Hello Ada Lovelace  for greeting("Ada", "Lovelace"), and so for every name.
    raise NotImplementedError("Step 2")
    # endregion


# region Step 3: describe an item once (the decorator)
# Make the class below a dataclass.
# endregion
class InventoryItem:
    """Something in stock: what it is, what one of it costs, and how many there are."""

    # region Step 3: describe an item once (the fields)
    # Declare three fields in this order: name (text), unit_price (a number with a fraction),
    # quantity_on_hand (a whole number, 0 when it is not given).
    # the three lines go here
    # endregion

    def total_cost(self) -> float:
        """What all the pieces in stock cost together."""
        # region Step 4: let an item know its worth
        # Return what all pieces of this item cost together, at the quantity it has now.
        raise NotImplementedError("Step 4")
        # endregion


async def main() -> None:
    """Say hello, wait for a second, finish the sentence."""
    # region Step 5: wait without holding anyone up
    # Print  Hello ...  then wait for one second and let others work meanwhile,
    # then print  ... World!
    raise NotImplementedError("Step 5")
    # endregion


# region Step 6: start it on purpose
# Run main() when this file is started as a program, and not when it is imported.
# your lines go here
# endregion
