# fails: test_total_cost_is_price_times_quantity
# Right for whole prices; every fraction is cut off.

        # region Step 4: let an item know its worth
        return int(self.unit_price * self.quantity_on_hand)
        # endregion
