# fails: test_total_cost_follows_the_stock
# The product is worked out when the item is made, and goes stale when the stock changes.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand: int = 0

    def __post_init__(self) -> None:
        self.worth = self.unit_price * self.quantity_on_hand

    # endregion

        # region Step 4: let an item know its worth
        return self.worth
        # endregion
