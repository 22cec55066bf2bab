# fails: test_items_are_apart_and_can_be_compared
# One item alone looks right; the second overwrites the first.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand: int = 0

    def __init__(self, name: str, unit_price: float, quantity_on_hand: int = 0) -> None:
        InventoryItem.name = name
        InventoryItem.unit_price = unit_price
        InventoryItem.quantity_on_hand = quantity_on_hand

    # endregion
