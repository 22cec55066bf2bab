# fails: test_item_has_three_fields, test_quantity_is_zero_at_first, test_items_are_apart_and_can_be_compared
# The fields are declared, and nothing makes a class of them that takes values.

# region Step 3: describe an item once (the decorator)
# endregion
