# fails: test_quantity_is_zero_at_first
# Nothing breaks; an item whose price was forgotten costs nothing from now on.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float = 0.0
    quantity_on_hand: int = 0
    # endregion
