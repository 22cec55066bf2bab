# fails: test_no_place_stays_empty
# Each place gets its share of the durations beforehand, so one can be busy with its long ones while the other is free.

    # region Step 9: not too many at once
    async def one_place(share: list[float]) -> list[float]:
        return [await long_running_task(seconds) for seconds in share]

    shares = await asyncio.gather(*[one_place(durations[place::limit]) for place in range(limit)])
    return [shares[number % limit][number // limit] for number in range(len(durations))]
    # endregion
