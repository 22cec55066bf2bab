# fails: test_item_has_three_fields, test_items_are_apart_and_can_be_compared
# InventoryItem("tea", 2.5) works and has quantity_on_hand 0; only a third value is refused.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand = 0
    # endregion
