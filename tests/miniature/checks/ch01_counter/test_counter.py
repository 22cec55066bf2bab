from workbook.checking import check, mistake, module

ours = module("server.py")


@check(step=1, points=2, hints=["How long is a list?", "len() knows."])
async def test_visits_are_counted(server):
    """The second visit is number 2"""
    await server.get("/")
    visits = (await server.get("/")).field("visits", int)
    assert visits != 1, mistake("starts-over", "The count begins anew at each visit.")
    assert visits == 2, f"The second visit should be number 2, and it is number {visits}."


@check(step=1, hints=["Only one thing is in the answer."], needs=1)
async def test_nothing_else_is_answered(server):
    """The answer holds the count and nothing else"""
    response = await server.get("/")
    assert response.json(dict) == {"visits": 1}, 'The answer should be {"visits": 1}.'


@check(step=2, hints=["What can be awaited?"])
async def test_nap_takes_its_time(learner):
    """nap(3) takes three seconds and returns awake"""
    answer = await learner.ask(ours.nap(3), clock="virtual")
    assert answer.value == "awake", 'nap(3) should return "awake".'
    assert answer.seconds == 3, f"nap(3) should take 3 seconds; it took {answer.seconds:g}."


@check(step=2, hints=["Does it wait for the right time?"], needs=2)
async def test_naps_at_once(learner, picture):
    """A short nap is short"""
    answer = await learner.ask(ours.nap(0.5), clock="virtual", spans=["nap"])
    assert answer.seconds == 0.5, f"nap(0.5) took {answer.seconds:g} seconds."
    picture.timeline("nap", [(span.name, span.start, span.end or 0) for span in answer.spans])
