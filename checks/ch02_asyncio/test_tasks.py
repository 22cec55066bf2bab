"""Checks for tasks.py: nine functions that wait, on a clock on which sleeping takes no time."""

import re

from workbook.checking import blocking, builtin, check, fail, job, library, mistake, module

tasks = module("tasks.py")
asyncio = library("asyncio")

# Takes the longer the smaller the number, and returns what nobody can know beforehand.
ANOTHER_TASK = """
import asyncio as _asyncio

async def long_running_task(seconds):
    await _asyncio.sleep(10 - seconds)
    return f"slept {seconds}"
"""

WAITS_THAT_HOLD_THE_LOOP = [
    "threading.Thread.join",
    "concurrent.futures.Future.result",
    "concurrent.futures.wait",
    "time.sleep",
]


def must_be_there(answer):
    """The check fails here if the function that it calls is missing, and says so."""
    gone = answer.raised and re.match(
        r"module 'tasks' has no attribute '(\w+)'", answer.raised.text
    )
    if gone:
        fail(
            f"There is no function {gone[1]} in tasks.py. Its name is part of the task. If it was "
            "deleted by accident: python3 tutorial.py reset 02 puts the starter back, and keeps "
            "a copy of your file."
        )


def must_return(answer):
    """What came back; where the code raised instead, the check fails here and says so."""
    must_be_there(answer)
    if answer.raised and "does not support the context manager protocol" in answer.raised.text:
        fail(
            mistake(
                "with-for-async-with",
                "This block may have to wait when it begins or ends, so it needs async with. "
                "A with alone cannot wait.",
            )
        )
    return answer.value


async def must_use_what_tasks_return(learner, expression, expected):
    """With another long_running_task in its place, what comes back must be what that one returned."""
    await learner.ask(builtin.exec(ANOTHER_TASK, builtin.vars(tasks)), quiet=True)
    answer = await learner.ask(expression, clock="virtual")
    arrangement = (
        "For this call the check put another long_running_task in place of yours, one that returns "
        f'the text "slept 3" for 3. So {expected} should come back.'
    )

    assert answer.raised is not None or answer.result != [3, 1, 2, 4], mistake(
        "gives-back-the-durations",
        f"{arrangement} What came back is the durations that went in, not what the tasks returned. "
        "In the next chapter the tasks return whole pages, and those are wanted.",
    )
    assert answer.raised is None and answer.result == expected, arrangement
    await learner.restart()  # no other check may meet the replaced function


def is_a_little_late(seconds, expected):
    """Whether a time looks like that of somebody who sleeps and looks again, over and over."""
    return 0 < seconds - expected < 0.5


def most_at_once(spans):
    """How many of the spans were open at the same moment, at most."""
    moments = [(span.start, 1) for span in spans] + [
        (span.end, -1) for span in spans if span.end is not None
    ]
    # At the same moment an end counts before a start: the place is free again.
    now = most = 0
    for _, change in sorted(moments):
        now += change
        most = max(most, now)
    return most


def story_of(answer, name):
    """What happened to the job of that name: [(seconds, what), …]."""
    return [(event.seconds, event.what) for event in answer.jobs if event.job == name]


def and_later(expression):
    """The expression, and 20 seconds in which whatever was left running goes on."""
    return asyncio.gather(expression, asyncio.sleep(20))


def first_of_two(answer):
    """What the expression of `and_later` returned, without the None of the sleep."""
    both = must_return(answer)
    if not isinstance(both, list) or len(both) != 2:
        fail("The two that were awaited side by side should give a list of two results.")
    return both[0]


def back_after(answer):
    """When the one followed function was back."""
    ends = [span.end for span in answer.spans if span.end is not None]
    return ends[0] if ends else answer.seconds


def bars(answer):
    """The spans of an answer as the bars of a picture, in the order in which they began."""
    spans = sorted(answer.spans, key=lambda span: span.start)
    return [
        (span.name, span.start, answer.seconds if span.end is None else span.end) for span in spans
    ]


# Step 1: wait and let others work


@check(
    step=1,
    points=2,
    hints=[
        "Which word makes a function one that can wait with await?",
        "time.sleep holds the whole thread. Which sleep does asyncio have?",
        "async def at the beginning, and await in front of asyncio.sleep(…).",
    ],
)
async def test_others_can_work_while_it_sleeps(learner):
    """While long_running_task sleeps, others can work"""
    two = asyncio.gather(tasks.long_running_task(0.25), tasks.long_running_task(0.25))
    answer = await learner.ask(two, clock="virtual", calls=["time.sleep"])

    held = [call for call in answer.calls if call.name == "time.sleep" and call.in_loop]
    assert not held, mistake(
        "sleeps-on-the-loop",
        "time.sleep was called. It holds the only thread of the event loop, so nobody else can do "
        "anything until it is over; async def around it does not change that. The sleep to use is "
        "the one that can be awaited.",
    )
    assert answer.raised is None or "awaitable is required" not in answer.raised.text, (
        "long_running_task is an ordinary function: what a call of it gives cannot be awaited. "
        "async def makes it a coroutine function."
    )
    must_return(answer)
    assert answer.seconds > 0 or not answer.never_awaited, mistake(
        "forgets-to-await-sleep",
        "The sleep was made and not awaited. Calling asyncio.sleep gives a coroutine object, a job "
        "that has not begun; without await it never does, and the function runs on at once.",
    )
    assert answer.seconds == 0.25, (
        "Two calls side by side, 0.25 seconds each, should take 0.25 seconds on the clock of the "
        f"event loop; they took {answer.seconds:g}. "
        + (
            "Nobody waited for the sleep: it has to be awaited, not only started."
            if answer.seconds == 0
            else "Each gives way to the other with await."
        )
    )


@check(
    step=1,
    points=2,
    hints=[
        "Four things in this order: a line, a sleep, a line, and the number as the result. Compare "
        "both lines with the lesson, letter by letter.",
        "One print before the sleep, one after it, and a return at the end.",
    ],
)
async def test_prints_two_lines_and_returns_the_seconds(learner):
    """It says when it begins and when it awakes, and returns the seconds"""
    answer = await learner.ask(tasks.long_running_task(0.5), clock="virtual")
    returned = must_return(answer)

    assert [text for _, text in answer.lines] == ["Begin sleep for 0.5", "Awake from 0.5"], (
        "long_running_task(0.5) should print two lines: Begin sleep for 0.5, then Awake from 0.5."
    )
    assert returned == 0.5, (
        "long_running_task(0.5) should return 0.5: the steps that follow collect these results."
    )
    assert answer.lines[0][0] == 0, (
        "Begin sleep for 0.5 should be printed before the sleep, at 0 seconds."
    )
    assert answer.lines[1][0] == 0.5, (
        "Awake from 0.5 should be printed when the sleep is over, after 0.5 seconds."
    )


# Step 2: one after another


@check(
    step=2,
    points=2,
    needs=1,
    hints=[
        "What does await wait for?",
        "A loop over durations, with one await in it.",
        "await long_running_task(seconds) gives what the call returned. Append that to a list.",
    ],
)
async def test_one_after_another_takes_17_seconds(learner, picture):
    """One after another, 2, 10 and 5 seconds take 17"""
    answer = await learner.ask(
        tasks.one_after_another([2, 10, 5]), clock="virtual", spans=["long_running_task"]
    )
    picture.timeline("one_after_another([2, 10, 5])", bars(answer))

    must_return(answer)
    assert not (answer.never_awaited and answer.seconds == 0), mistake(
        "collects-coroutines",
        "long_running_task was called and not awaited, so it never ran. The call alone gives a "
        "coroutine object, a job that has not begun.",
    )
    assert most_at_once(answer.spans) < 2, mistake(
        "runs-all-at-once",
        "The tasks ran side by side. That is the next step; here each one begins only when the "
        "one before it has ended.",
    )
    assert answer.seconds == 17, (
        "2, 10 and 5 seconds, one after another, should take 17 seconds; it took "
        f"{answer.seconds:g}. Every duration gets one call of long_running_task, and each call is "
        "awaited."
    )


@check(
    step=2,
    needs=1,
    hints=[
        "Start with an empty list.",
        "Append the result of each await, and return the list behind the loop.",
    ],
)
async def test_one_after_another_returns_the_results(learner):
    """It returns what each task returned, in the order of the durations"""
    answer = await learner.ask(
        tasks.one_after_another([3, 1, 2, 4]), clock="virtual", spans=["long_running_task"]
    )

    assert must_return(answer) == [3, 1, 2, 4], (
        "one_after_another([3, 1, 2, 4]) should return the list [3, 1, 2, 4]: what "
        "long_running_task returned each time, however many durations there are."
    )
    assert [text for _, text in answer.lines if text.startswith("Begin")] == [
        "Begin sleep for 3",
        "Begin sleep for 1",
        "Begin sleep for 2",
        "Begin sleep for 4",
    ], (
        "long_running_task should run for 3, then for 1, then for 2, then for 4 seconds: the "
        "results are what these calls returned."
    )
    await must_use_what_tasks_return(
        learner,
        tasks.one_after_another([3, 1, 2, 4]),
        ["slept 3", "slept 1", "slept 2", "slept 4"],
    )


# Step 3: all at once


@check(
    step=3,
    points=2,
    needs=1,
    hints=[
        "All tasks have to be under way before you wait for the first.",
        "asyncio.gather starts everything that you give it, and waits until all have ended.",
        "gather wants separate arguments: a star spreads a list, gather(*jobs). And gather itself "
        "is awaited.",
    ],
)
async def test_all_at_once_takes_as_long_as_the_longest(learner, picture):
    """All at once, 2, 10 and 5 seconds take 10"""
    answer = await learner.ask(
        tasks.all_at_once([2, 10, 5]), clock="virtual", spans=["long_running_task"]
    )
    picture.timeline("all_at_once([2, 10, 5])", bars(answer))

    assert answer.raised is None or not any(
        words in answer.raised.text for words in ("unhashable type", "awaitable is required")
    ), mistake(
        "gathers-a-list",
        "gather was given one thing, a list, and not the jobs in it. It wants each job as an "
        "argument of its own: a star in front of the list spreads it.",
    )
    must_return(answer)
    assert answer.seconds != 17, mistake(
        "awaits-in-a-loop",
        "It took 17 seconds: each task was awaited before the next one was started. An await in a "
        "loop is one after another, even if it stands in front of a task made by create_task. "
        "Start all of them, then wait.",
    )
    assert answer.seconds >= 10, mistake(
        "lets-go-of-tasks",
        f"all_at_once was back after {answer.seconds:g} seconds, before its tasks had ended. "
        "Everything that is started has to be awaited, gather too: what nobody awaits is cancelled "
        "when the program ends, without a word.",
    )
    assert answer.seconds == 10, (
        "2, 10 and 5 seconds, all at once, should take as long as the longest: 10 seconds; it "
        f"took {answer.seconds:g}."
    )
    assert len(answer.spans) == 3, (
        "long_running_task should run once for each of the three durations."
    )


@check(
    step=3,
    needs=1,
    hints=[
        "Which answer belongs to which question?",
        "What gather returns is in this order already.",
    ],
)
async def test_all_at_once_returns_results_in_order_of_durations(learner):
    """Its results are in the order of the durations, whoever ends first"""
    durations = [3, 1, 2, 5, 4]
    answer = await learner.ask(tasks.all_at_once(durations), clock="virtual")

    assert must_return(answer) != sorted(durations), mistake(
        "returns-in-finishing-order",
        "The results are in the order in which the tasks ended. Then nobody can tell any more "
        f"which answer belongs to which question; all_at_once({durations}) should return them as "
        "they were given.",
    )
    assert must_return(answer) == durations, (
        f"all_at_once({durations}) should return the list {durations}: what each task returned, in "
        "the order of the durations. (asyncio.wait gives sets, and a set has no order.)"
    )
    await must_use_what_tasks_return(
        learner, tasks.all_at_once([3, 1, 2, 4]), ["slept 3", "slept 1", "slept 2", "slept 4"]
    )


@check(
    step=3,
    needs=1,
    hints=[
        "What does gather do with an exception, if you do not tell it otherwise?",
        "Without return_exceptions=True, and without try around it, the exception comes out by "
        "itself.",
    ],
)
async def test_all_at_once_passes_errors_on(learner):
    """An error in one of the tasks comes out of all_at_once"""
    answer = await learner.ask(
        tasks.all_at_once([1, "soon"]), clock="virtual", spans=["long_running_task"]
    )

    assert answer.raised is not None, mistake(
        "hides-errors",
        'One of the two tasks cannot work: nobody can sleep for "soon" seconds, and that is a '
        "TypeError. all_at_once returned as if all were well. An error that stands among the "
        "results, or in nobody's hands, is found much later and far away.",
    )
    if "raised" not in [span.outcome for span in answer.spans]:
        must_return(answer)  # what came out is something else: say what


# Step 4: as they finish


@check(
    step=4,
    points=2,
    needs=1,
    hints=[
        "gather keeps all results back until the slowest is there. What hands them out one by one?",
        "for placeholder in asyncio.as_completed([…]): and in the loop, await the placeholder.",
        "Print in the loop, after the await: then each line comes when its result is there.",
    ],
)
async def test_each_result_is_printed_when_it_is_there(learner):
    """Got 2, Got 5 and Got 10 are printed after 2, 5 and 10 seconds"""
    answer = await learner.ask(tasks.as_they_finish([2, 10, 5]), clock="virtual")
    got = [(seconds, text) for seconds, text in answer.lines if text.startswith("Got")]
    texts = [text for _, text in got]

    assert answer.raised is None or "as_completed() takes 1 pos" not in answer.raised.text, mistake(
        "spreads-the-list",
        "as_completed was given each job as an argument of its own. It takes one list with all "
        "jobs in it, so no star here; it is gather that wants them spread out.",
    )
    must_return(answer)
    assert not any(text.startswith("Got <") for text in texts), mistake(
        "prints-the-placeholder",
        "What was printed is a placeholder, or a task, and not its result. The result is what "
        "await gives: result = await placeholder, and then print that.",
    )
    assert texts != ["Got 2", "Got 10", "Got 5"] or got[-1][0] > 10, mistake(
        "waits-in-argument-order",
        "The tasks ran at the same time, and were waited for in the order in which they were "
        "given. So the result of 5 seconds lay there and had to wait for the one of 10.",
    )
    assert answer.seconds < 17, (
        f"It took {answer.seconds:g} seconds: the tasks ran one after another. They should all run "
        "at the same time."
    )
    assert texts == ["Got 2", "Got 5", "Got 10"], (
        "as_they_finish([2, 10, 5]) should print Got 2, Got 5 and Got 10, each on a line of its "
        "own, in this order: the fastest first."
    )
    assert got == [(2, "Got 2"), (5, "Got 5"), (10, "Got 10")], (
        mistake(
            "prints-at-the-end",
            "All results were held back until the slowest was there, and printed then. The order "
            "is right, but whoever waits for the fastest answer still waits for the slowest.",
        )
        if {seconds for seconds, _ in got} == {10}
        else mistake(
            "asks-again-and-again",
            f"The lines came after {', '.join(f'{seconds:g}' for seconds, _ in got)} seconds, not "
            "after 2, 5 and 10: a loop that sleeps and looks again is always a little late, and "
            "works while there is nothing to do. The event loop wakes whoever awaits, at once.",
        )
        if any(is_a_little_late(at, due) for (at, _), due in zip(got, [2, 5, 10], strict=True))
        else (
            "Got 2, Got 5 and Got 10 should be printed after 2, 5 and 10 seconds; they came after "
            f"{', '.join(f'{seconds:g}' for seconds, _ in got)}."
        )
    )


@check(
    step=4,
    needs=1,
    hints=["Append each result where you print it.", "Return the list behind the loop."],
)
async def test_as_they_finish_returns_the_fastest_first(learner):
    """It returns the results, the fastest first"""
    answer = await learner.ask(tasks.as_they_finish([3, 1, 2]), clock="virtual")

    assert must_return(answer) == [1, 2, 3], (
        "as_they_finish([3, 1, 2]) should return the list [1, 2, 3]: the results as they came in."
    )
    assert answer.seconds == 3, (
        f"It should take as long as the longest task, 3 seconds; it took {answer.seconds:g}."
    )
    await learner.ask(builtin.exec(ANOTHER_TASK, builtin.vars(tasks)), quiet=True)
    answer = await learner.ask(tasks.as_they_finish([3, 1, 2]), clock="virtual")
    assert answer.raised is None and answer.result == ["slept 3", "slept 2", "slept 1"], mistake(
        "guesses-the-order",
        "For this call the check put another long_running_task in place of yours: it takes the "
        'longer the smaller the number, and returns "slept 3" for 3. So 3 is the fastest, and '
        "['slept 3', 'slept 2', 'slept 1'] should come back. How long a download takes, nobody "
        "knows beforehand: order and results have to come from the tasks, not from the durations.",
    )
    await learner.restart()  # no other check may meet the replaced function


# Step 5: stop at a deadline


@check(
    step=5,
    hints=["Inside the timeout block, await the job.", "return await job, inside the block."],
)
async def test_a_job_in_time_gives_its_result(learner):
    """A job that ends in time gives its result, at once"""
    answer = await learner.ask(
        tasks.before_deadline(job("job_of_4_seconds", seconds=4, returns="sunny").coroutine, 5),
        clock="virtual",
    )

    assert answer.raised is None or "object is not callable" not in answer.raised.text, mistake(
        "calls-the-job",
        "job was called. It is a coroutine object already, what a call has given: await job, "
        "without parentheses.",
    )
    assert must_return(answer) == "sunny", (
        "The job ended after 4 of 5 seconds and returned 'sunny': before_deadline should return "
        "that."
    )
    assert answer.seconds == 4, (
        "The job had ended after 4 seconds, so before_deadline should be back then; it took "
        f"{answer.seconds:g}. A deadline is the longest time to wait, not the shortest."
    )


@check(
    step=5,
    points=2,
    hints=[
        "asyncio.timeout(…) cancels what is awaited inside its block when the time is up.",
        "Behind the block it raises TimeoutError. That is the moment for the text.",
        'try: around the block, except TimeoutError: return "too late" below it.',
    ],
)
async def test_a_late_job_is_cancelled(learner):
    """A job of 10 seconds with a deadline of 3 is cancelled after 3: too late"""
    late = tasks.before_deadline(job("job_of_10_seconds", seconds=10).coroutine, 3)
    answer = await learner.ask(and_later(late), clock="virtual", spans=["before_deadline"])
    back = back_after(answer)
    story = story_of(answer, "job_of_10_seconds")

    must_be_there(answer)
    assert answer.raised is None or not answer.raised.is_a("TimeoutError"), mistake(
        "lets-the-timeout-out",
        'A TimeoutError came out of before_deadline, and the text "too late" was wanted. '
        "asyncio.timeout raises it where its block ends, so a try inside the block never sees it: "
        "the try statement stands around the whole block.",
    )
    returned = first_of_two(answer)
    assert story, "The job never began: before_deadline should await it."
    assert back != 10, (
        "before_deadline was back after 10 seconds, when the job had ended by itself. "
        "It should have cancelled the job after 3."
    )
    assert (3, "cancelled") in story, mistake(
        "stops-waiting-only",
        "before_deadline waited no longer, and the job went on. To stop waiting does not stop a "
        "job: it has to be cancelled. Work that nobody wants any more still costs memory and "
        "connections, and may still change something.",
    )
    assert back == 3, f"The deadline was 3 seconds; before_deadline was back after {back:g}."
    assert returned == "too late", (
        'When the time is up, before_deadline should return the text "too late".'
    )


@check(
    step=5,
    hints=[
        "Too late is one thing, broken is another.",
        "except TimeoutError catches the one, and lets all others pass.",
    ],
)
async def test_an_error_of_the_job_is_not_called_too_late(learner):
    """A job that fails is not called too late: its error comes out"""
    answer = await learner.ask(
        tasks.before_deadline(
            job("job_that_fails", seconds=1, raises="ValueError: no such server").coroutine, 3
        ),
        clock="virtual",
    )

    must_be_there(answer)
    assert answer.raised is not None, mistake(
        "calls-every-error-late",
        "The job failed with a ValueError after 1 second, and before_deadline made something else "
        'of it. Who reads "too late" raises the deadline and will never find the real cause.',
    )
    assert answer.raised.is_a("ValueError"), (
        "The job failed with a ValueError, and that should come out of before_deadline as it is."
    )


# Step 6: tidy up when cancelled


@check(
    step=6,
    hints=[
        "Two prints, a sleep between them.",
        "Await asyncio.sleep(seconds), and return the seconds at the end.",
    ],
)
async def test_tidy_task_opens_and_closes(learner):
    """tidy_task prints Open, sleeps, prints Close and returns the seconds"""
    answer = await learner.ask(tasks.tidy_task(2), clock="virtual")

    assert must_return(answer) == 2, "tidy_task(2) should return 2."
    assert answer.lines == [(0, "Open"), (2, "Close")], (
        "tidy_task(2) should print Open at once and Close after 2 seconds, each once and on a "
        "line of its own, and nothing else: it sleeps with asyncio.sleep."
    )


@check(
    step=6,
    points=2,
    needs=5,
    hints=[
        "Cancelling raises an exception at the await where the task sleeps. What runs even then?",
        'The sleep belongs into a try block, print("Close") into its finally block.',
        "finally lets the exception go on by itself. With except, it has to be raised again.",
    ],
)
async def test_a_cancelled_tidy_task_closes(learner):
    """A tidy_task that is cancelled prints Close, and stays cancelled"""
    late = tasks.before_deadline(tasks.tidy_task(10), 3)
    answer = await learner.ask(and_later(late), clock="virtual", spans=["tidy_task"])
    outcomes = [span.outcome for span in answer.spans]
    closed = [seconds for seconds, text in answer.lines if text == "Close"]

    must_be_there(answer)
    assert (0, "Open") in answer.lines, "tidy_task should print Open when it begins."
    assert closed or "cancelled" not in outcomes, mistake(
        "closes-only-at-the-end",
        "tidy_task was cancelled after 3 of its 10 seconds, and Close was not printed. Cancelling "
        "raises CancelledError where the task sleeps, so the lines below are skipped, and "
        "except Exception does not match it. finally runs in any case.",
    )
    assert closed == [3], (
        "tidy_task should print Close once, after 3 seconds, when it is cancelled. "
        f"Close came {' and '.join(f'after {seconds:g}' for seconds in closed) or 'never'}. "
        "If it came after 10, before_deadline has not cancelled the task."
    )
    assert outcomes != ["raised"], (
        "tidy_task was cancelled, and ended with another exception. CancelledError itself has to "
        "go on its way: finally lets it, and in an except block a raise without anything behind it."
    )
    assert outcomes == ["cancelled"], mistake(
        "swallows-cancellation",
        "tidy_task printed Close and ended as if nobody had cancelled it: CancelledError was "
        "caught and not raised again. Then whoever cancels believes that the work was done, "
        "deadlines do not work, and Ctrl-C may not either.",
    )
    returned = first_of_two(answer)
    assert returned == "too late", (
        'tidy_task was cancelled at the deadline, so before_deadline should return "too late".'
    )


# Step 7: all or nothing


@check(
    step=7,
    hints=[
        "Inside the group's block, create one task for each job and keep them in a list.",
        "Behind the block all have ended: [task.result() for task in tasks].",
    ],
)
async def test_all_or_nothing_returns_all_results(learner):
    """When all goes well, all results come back, in order"""
    answer = await learner.ask(
        tasks.all_or_nothing(
            [
                job("north", seconds=4, returns="sunny").coroutine,
                job("south", seconds=1, returns="rainy").coroutine,
                job("west", seconds=3, returns="windy").coroutine,
                job("east", seconds=2, returns="misty").coroutine,
            ]
        ),
        clock="virtual",
    )

    not_ended = (
        [e for e in answer.raised.family() if e.is_a("InvalidStateError")] if answer.raised else []
    )
    assert not not_ended or not answer.raised.is_a("ExceptionGroup"), mistake(
        "reads-results-inside-the-block",
        "result() was asked for inside the block of the task group, where the tasks have only "
        "begun: Result is not set. They have all ended behind the block, one indentation to the left.",
    )
    assert not not_ended, mistake(
        "creates-tasks-outside-the-group",
        "Behind the block a task had no result yet, so the group did not wait for it. A group "
        "waits for, and cancels, only what was made with its own group.create_task; "
        "asyncio.create_task makes a task that belongs to nobody.",
    )
    assert must_return(answer) == ["sunny", "rainy", "windy", "misty"], (
        "Four jobs returned 'sunny' after 4 seconds, 'rainy' after 1, 'windy' after 3 and 'misty' "
        "after 2: all_or_nothing should return ['sunny', 'rainy', 'windy', 'misty'], in the order "
        "of jobs."
    )
    assert answer.seconds != 10, mistake(
        "awaits-each-before-the-next",
        "It took 10 seconds: each job was awaited before the next one was started. In the block of "
        "a task group the tasks are only created. No await is needed there, since the group waits "
        "for all of them at the end of its block.",
    )
    assert answer.seconds == 4, (
        "Jobs of 4, 1, 3 and 2 seconds, at the same time, should take 4 seconds; it took "
        f"{answer.seconds:g}."
    )


@check(
    step=7,
    points=2,
    hints=[
        "asyncio.TaskGroup cancels the other tasks by itself when one fails.",
        "It raises an ExceptionGroup. Which kind of except, with a star, looks inside?",
        "No return inside except*: set a list there, and return it behind the try statement.",
    ],
)
async def test_a_failure_cancels_the_others(learner):
    """When one job fails, the others are cancelled at once, and nothing comes back"""
    failing = tasks.all_or_nothing(
        [
            job("north", seconds=10, returns="sunny").coroutine,
            job("south", seconds=2, raises="ValueError: no such server").coroutine,
            job("west", seconds=5, returns="windy").coroutine,
            job("east", seconds=1, returns="misty").coroutine,
        ]
    )
    answer = await learner.ask(and_later(failing), clock="virtual", spans=["all_or_nothing"])
    back = back_after(answer)

    must_be_there(answer)
    assert answer.raised is None or not answer.raised.is_a("ExceptionGroup"), mistake(
        "catches-without-star",
        "An ExceptionGroup came out of all_or_nothing. A task group raises a group, since several "
        "tasks can fail at once, and except ValueError does not match a group, even if one "
        "ValueError is all that is in it.",
    )
    assert answer.raised is None or not answer.raised.is_a("CancelledError"), mistake(
        "asks-cancelled-tasks",
        "South failed, the other tasks were cancelled, and then one of them was asked for its "
        "result: result() of a cancelled task raises CancelledError. After a failure there are no "
        "results to collect.",
    )
    returned = first_of_two(answer)
    assert back < 5, mistake(
        "waits-for-the-others",
        f"South failed after 2 seconds, and all_or_nothing was back after {back:g}: it waited "
        "for the others. When one has failed, the results of the others are not needed any more.",
    )
    cancelled = {name for name in ("north", "west") if (2, "cancelled") in story_of(answer, name)}
    assert cancelled == {"north", "west"}, mistake(
        "leaves-the-others-running",
        "South failed after 2 seconds and all_or_nothing was back, but north and west went on, for "
        "results that nobody will read. gather leaves them alone when one fails; a task group "
        "cancels them and waits until they are gone.",
    )
    assert back == 2, f"South failed after 2 seconds; all_or_nothing was back after {back:g}."
    assert returned != ["misty"], mistake(
        "keeps-early-results",
        "East had ended before south failed, and its result came back. All or nothing: when one "
        "job fails with a ValueError, the list is empty, whatever the others had returned by then.",
    )
    assert returned == [], (
        "When one job fails with a ValueError, all_or_nothing should return the empty list, []."
    )


@check(
    step=7,
    hints=[
        "except* ValueError as errors: what is in errors.exceptions?",
        'print(f"Failed: {errors.exceptions[0]}")',
    ],
)
async def test_a_failure_is_reported(learner):
    """The text of the error is printed: Failed: no such server"""
    answer = await learner.ask(
        tasks.all_or_nothing(
            [
                job("north", seconds=10).coroutine,
                job("south", seconds=2, raises="ValueError: no such server").coroutine,
            ]
        ),
        clock="virtual",
    )

    must_return(answer)
    lines = [text for _, text in answer.lines]
    assert not any("ValueError(" in text or "sub-exception" in text for text in lines), mistake(
        "prints-the-group",
        "What was printed is the exception group, or the tuple of errors in it. errors.exceptions "
        "is that tuple, errors.exceptions[0] the first error, and its text is what an f-string or "
        "str() makes of it: Failed: no such server.",
    )
    assert lines == ["Failed: no such server"], (
        "South failed with ValueError('no such server'). all_or_nothing should print one "
        "line, Failed: no such server. A failure that leaves no trace costs somebody an evening."
    )


@check(
    step=7,
    hints=[
        "Which errors does your except catch?",
        "except* ValueError, and no other.",
    ],
)
async def test_other_errors_are_not_hidden(learner):
    """An error of another kind comes out of all_or_nothing"""
    answer = await learner.ask(
        tasks.all_or_nothing(
            [
                job("north", seconds=10).coroutine,
                job("south", seconds=2, raises="KeyError: weather").coroutine,
            ]
        ),
        clock="virtual",
    )

    must_be_there(answer)
    assert answer.raised is not None, mistake(
        "catches-everything",
        "South failed with a KeyError, such as a slip in the code, and all_or_nothing treated it "
        "as a failure that was to be expected. Catch the error that you can do something about, "
        "ValueError; the others have to be seen.",
    )
    assert answer.raised.is_a("KeyError") or any(
        child.is_a("KeyError") for child in answer.raised.children
    ), (
        "A job failed with a KeyError. It should come out of all_or_nothing, alone or in an "
        "exception group."
    )


# Step 8: a slow ordinary function


@check(
    step=8,
    points=2,
    hints=[
        "asyncio.to_thread calls an ordinary function in another thread.",
        "Hand over the function itself, without parentheses, and await to_thread.",
    ],
)
async def test_the_function_runs_in_another_thread(learner):
    """The function is called in another thread, once, and its result comes back"""
    answer = await learner.ask(tasks.in_a_thread(blocking("read", returns="all of map.txt")))
    threads = [event.thread for event in answer.jobs if event.what == "began"]

    must_be_there(answer)
    assert threads, "in_a_thread should call the function that it is given. It was not called."
    assert "MainThread" not in threads, (
        mistake(
            "calls-before-handing-over",
            "The function was called at once, in the thread of the event loop, and what it "
            "returned was handed over to be called. With parentheses, function() is a call; "
            "without, function is the function.",
        )
        if answer.raised is not None
        else mistake(
            "calls-on-the-loop",
            "The function ran in the event loop's own thread, so everybody who waits had to wait "
            "for it too. async def does not make slow code give way, only await does.",
        )
    )
    assert must_return(answer) == "all of map.txt", (
        "in_a_thread should return what the function returned."
    )
    assert len(threads) == 1, (
        f"The function should be called once; it was called {len(threads)} times."
    )


@check(
    step=8,
    points=2,
    hints=[
        "How does your code wait for the thread: with await, or otherwise?",
        "await asyncio.to_thread(…) waits for the thread and gives way meanwhile.",
    ],
)
async def test_the_loop_stays_free_meanwhile(learner):
    """The event loop does not stand still while the thread works"""
    read = blocking("read", 0.1, returns="all of map.txt")
    north = job("north", seconds=0).coroutine
    answer = await learner.ask(
        asyncio.gather(tasks.in_a_thread(read), north), calls=WAITS_THAT_HOLD_THE_LOOP
    )
    story = [(event.job, event.what) for event in answer.jobs]

    assert must_return(answer) == ["all of map.txt", None], (
        "in_a_thread should return what the function returned."
    )
    assert "MainThread" not in [event.thread for event in answer.jobs if event.job == "read"], (
        mistake(
            "calls-on-the-loop",
            "The function ran in the event loop's own thread, and the loop stood still until it was "
            "done: another job that was ready had to wait.",
        )
    )
    # A wait that comes when the thread has ended already holds nobody up, so the order decides.
    held = [call for call in answer.calls if call.in_loop and call.line.file]
    done = story.index(("read", "finished")) if ("read", "finished") in story else len(story)
    assert not held or ("north", "began") in story[:done], mistake(
        "joins-the-thread",
        f"The event loop stood still until the thread was done: {held[0].name} was called in the "
        "event loop's own thread, and that waits without giving way. Another job that was ready "
        "could not even begin. Wait with await.",
    )


@check(
    step=8,
    hints=[
        "What would happen to an error if the function were called in the ordinary way?",
        "await asyncio.to_thread(…) raises what the function has raised. Nothing has to be caught.",
    ],
)
async def test_an_error_of_the_function_comes_out(learner):
    """An error of the function comes out of in_a_thread"""
    answer = await learner.ask(
        tasks.in_a_thread(blocking("broken", raises="ValueError: no such file"))
    )

    must_be_there(answer)
    assert answer.raised is not None, mistake(
        "keeps-the-error-in-the-thread",
        "The function failed with a ValueError, and in_a_thread returned as if all were well. "
        "Whoever waits for the result has to learn that there is none.",
    )
    assert answer.raised.is_a("ValueError"), (
        "The function failed with ValueError('no such file'), and that should come out of "
        "in_a_thread as it is."
    )


# Step 9: not too many at once


@check(
    step=9,
    points=2,
    needs=1,
    hints=[
        "A semaphore counts free places. How many semaphores do four tasks share?",
        "Make one Semaphore(limit), and let each task go through async with semaphore by itself.",
        "An async def inside the function: async with semaphore, and in it, await "
        "long_running_task. gather those.",
    ],
)
async def test_never_more_than_the_limit(learner, picture):
    """Never more than the limit run at the same time"""
    answer = await learner.ask(
        tasks.at_most(2, [4, 1, 2, 3]), clock="virtual", spans=["long_running_task"]
    )
    picture.timeline("at_most(2, [4, 1, 2, 3])", bars(answer))

    assert answer.raised is None or [span.outcome for span in answer.spans] != ["returned"] * 2, (
        mistake(
            "keeps-the-place",
            "Two tasks ran and ended, and the others waited for ever: nobody gave a place back. "
            "async with semaphore gives it back at the end of its block, whatever happens inside.",
        )
    )
    must_return(answer)
    assert len(answer.spans) == 4, (
        "long_running_task should run once for each of the four durations."
    )
    assert most_at_once(answer.spans) <= 2, mistake(
        "semaphore-for-each",
        f"{most_at_once(answer.spans)} tasks ran at the same time, with a limit of 2. One "
        "semaphore has to be shared by all tasks, and each has to go through it by itself: a new "
        "one in each task counts only that task, and one around all of them is entered once. What "
        "create_task has started runs already, so it has to begin behind the door.",
    )


@check(
    step=9,
    points=2,
    needs=1,
    hints=[
        "When the first of the two has ended, who may begin?",
        "Start all tasks at once and let the semaphore hold them back, instead of counting them "
        "out yourself.",
    ],
)
async def test_no_place_stays_empty(learner):
    """As soon as one has ended, the next begins: 4, 1, 2 and 3 seconds, two at a time, take 6"""
    answer = await learner.ask(
        tasks.at_most(2, [4, 1, 2, 3]), clock="virtual", spans=["long_running_task"]
    )

    must_return(answer)
    assert not is_a_little_late(answer.seconds, 6), mistake(
        "asks-again-and-again",
        f"It took {answer.seconds:g} seconds instead of 6: a loop that sleeps and looks again "
        "whether a place is free is always a little late, and works while there is nothing to do. "
        "async with semaphore waits, and is woken as soon as a place is given back.",
    )
    assert answer.seconds != 10, mistake(
        "one-at-a-time",
        "It took 10 seconds: the tasks ran one after another. Two places were there, and only one "
        "was used, because the loop awaits each task before it starts the next.",
    )
    assert answer.seconds != 7, mistake(
        "works-in-portions",
        "It took 7 seconds: two at a time, and then a pause until both had ended. The place of "
        "the task of 1 second stood empty for 3 seconds.",
    )
    assert answer.seconds == 6, (
        f"4, 1, 2 and 3 seconds, two at a time, should take 6 seconds; it took {answer.seconds:g}. "
        "1, 2 and 3 share the second place while 4 has the first."
    )
    answer = await learner.ask(tasks.at_most(2, [2, 0.5, 0.5, 1]), clock="virtual")
    assert must_return(answer) is not None and answer.seconds == 2, mistake(
        "deals-out-the-durations",
        f"2, 0.5, 0.5 and 1 seconds, two at a time, should take 2 seconds; it took "
        f"{answer.seconds:g}. A place stood empty while a task was waiting. The short ones share "
        "a place while 2 has the other: which task gets which place cannot be dealt out "
        "beforehand, whoever is next takes the one that is free.",
    )


@check(
    step=9,
    needs=1,
    hints=[
        "Use limit, whatever it is. And gather gives the results in order, however long each one "
        "had to wait for a place.",
        "Semaphore(limit), and return what gather returns.",
    ],
)
async def test_at_most_returns_results_in_order(learner):
    """Its results are in the order of the durations, with any limit"""
    answer = await learner.ask(
        tasks.at_most(3, [3, 1, 2, 1]), clock="virtual", spans=["long_running_task"]
    )

    assert must_return(answer) == [3, 1, 2, 1], (
        "at_most(3, [3, 1, 2, 1]) should return [3, 1, 2, 1]: what each task returned, in order."
    )
    assert most_at_once(answer.spans) == 3, (
        "With a limit of 3, three tasks should run at the same time; there were "
        f"{most_at_once(answer.spans)}. The limit is an argument: each call may bring another one."
    )
    await must_use_what_tasks_return(
        learner, tasks.at_most(3, [3, 1, 2, 4]), ["slept 3", "slept 1", "slept 2", "slept 4"]
    )
