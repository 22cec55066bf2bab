# fails: test_quantity_is_zero_at_first
# Works for as long as everybody gives the quantity.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand: int
    # endregion
