# fails: test_total_cost_is_price_times_quantity, test_total_cost_follows_the_stock
# Each item gets a number named total_cost, which hides the method of that name.

    # region Step 3: describe an item once (the fields)
    name: str
    unit_price: float
    quantity_on_hand: int = 0

    def __post_init__(self) -> None:
        self.total_cost = self.unit_price * self.quantity_on_hand

    # endregion
