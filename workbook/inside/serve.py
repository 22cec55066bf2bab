"""Serves the learner's app on the socket that the trusted side has bound, and answers questions
meanwhile.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

from workbook.inside.questions import Question

if TYPE_CHECKING:
    from workbook.inside.learner import Learner


def serve(learner: "Learner", question: dict[str, Any]) -> dict[str, Any]:
    """Run the app until a "stop" question; the answer to that is what this returns."""
    return asyncio.run(_serve(learner, question))


async def _serve(learner: "Learner", question: dict[str, Any]) -> dict[str, Any]:
    learner.questions = asyncio.Queue()
    learner.serving = asyncio.get_running_loop()
    runner: web.AppRunner | None = None
    try:
        try:
            app = await _make_app(learner, question)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            # A copy, so that another app can be served when this one has stopped.
            await web.SockSite(runner, learner.listening.dup()).start()
        except BaseException as error:  # noqa: BLE001 - anything the learner's factory raises is the answer
            problem = {**learner.observer.describe(error), "file": question["file"]}
            learner.serving = None
            return {"problem": problem}
        learner._answer(question["id"], {"serving": True})
        stop = await _answer_meanwhile(learner)
        return await _stop(learner, runner, stop)
    finally:
        learner.serving = None
        learner._flush()


async def _make_app(learner: "Learner", question: dict[str, Any]) -> web.Application:
    factory = getattr(learner._module(question["file"]), question["factory"], None)
    if factory is None:
        raise MissingName(f"{question['file']} has no {question['factory']}")
    expressions = Question(learner.clocks.current, learner._module)
    arguments = [expressions.evaluate(tree) for tree in question["arguments"]]
    keywords = {name: expressions.evaluate(tree) for name, tree in question["keywords"].items()}
    app = factory(*arguments, **keywords) if callable(factory) else factory
    if hasattr(app, "__await__"):
        app = await app
    if not isinstance(app, web.Application):
        given = "None" if app is None else f"a {type(app).__name__}"
        raise NotAnApp(f"{question['factory']} returned {given} instead of a web.Application")
    return app


class MissingName(Exception):
    """The learner's file does not define what the stage needs."""


class NotAnApp(Exception):
    """The learner's factory returned something that cannot be served."""


async def _answer_meanwhile(learner: "Learner") -> dict[str, Any]:
    assert learner.questions is not None
    while True:
        question = await learner.questions.get()
        if question is None or question["do"] == "stop":
            return question or {"id": -1}
        if question["do"] == "evidence":
            evidence = learner.observer.evidence()
            # While the app runs, its open sessions, background tasks and threads are nobody's
            # mistake.
            nobodys: dict[str, Any] = {"unclosed": [], "leaked_tasks": [], "threads": []}
            learner._answer(question["id"], {"evidence": {**evidence, **nobodys}})
        else:
            learner._answer(question["id"], {"broken": {"type": "ValueError", "text": "serving"}})


async def _stop(
    learner: "Learner", runner: web.AppRunner, question: dict[str, Any]
) -> dict[str, Any]:
    """Stop as Ctrl-C would; tell what was left behind."""
    raised = None
    try:
        await runner.cleanup()
    except BaseException as error:  # noqa: BLE001 - an exception in cleanup is what the learner must hear of
        raised = learner.observer.describe(error)
    await asyncio.sleep(0)
    patience = 0.3  # the thread of a closed database connection is about to end
    for thread in learner.observer.threads():
        thread.join(patience)
        if thread.is_alive():
            patience = 0.0  # there may be a hundred like it
    learner.serving = None
    answer = {"evidence": learner.observer.evidence(), "ended": raised is None, "raised": raised}
    return {**answer, "id": question["id"]}
