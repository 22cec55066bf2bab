# file: hello.py
# str.format, a class with its methods written by hand, a wait that a deadline ends, a start from a function.

import asyncio
from typing import Any

READY: bool = 1 == 1


def greeting(first_name: str, last_name: str) -> str:
    return "Hello {} {}".format(first_name, last_name)


class InventoryItem:
    __slots__ = ("name", "quantity_on_hand", "unit_price")

    def __init__(self, name: str, unit_price: float, quantity_on_hand: int = 0) -> None:
        self.name = name
        self.unit_price = unit_price
        self.quantity_on_hand = quantity_on_hand

    def _values(self) -> tuple[Any, ...]:
        return self.name, self.unit_price, self.quantity_on_hand

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InventoryItem) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __str__(self) -> str:
        return "{}: {} x {}".format(*self._values())

    __repr__ = __str__

    def total_cost(self) -> float:
        return sum(self.unit_price for _ in range(self.quantity_on_hand))


async def main() -> None:
    print("Hello", "...")
    try:
        async with asyncio.timeout(1):
            await asyncio.Event().wait()
    except TimeoutError:
        print("...", "World!")


def start() -> None:
    with asyncio.Runner() as runner:
        runner.run(main())


if __name__ == "__main__":
    start()
