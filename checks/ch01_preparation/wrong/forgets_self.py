# fails: test_total_cost_is_price_times_quantity, test_total_cost_follows_the_stock
# In other languages a method sees the values of its object by their bare names.

        # region Step 4: let an item know its worth
        return unit_price * quantity_on_hand
        # endregion
