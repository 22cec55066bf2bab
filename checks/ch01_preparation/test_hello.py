"""Chapter 01: the machine, a text, an item in stock, a coroutine and its start."""

import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from workbook.checking import builtin, check, fail, mistake, module

hello = module("hello.py")

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
TWO_LINES = ["Hello ...", "... World!"]
FIELDS = ["name", "unit_price", "quantity_on_hand"]
OTHER_NAMES = [
    ("bell", "hooks"),
    ("Zoë Ana", "O'Hara-Lind"),
    ("Juan  José", "García"),
    ("100%", "{last_name}"),
]
STARTED_AND_ASKED_FOR_ITS_NAME = b"""
import importlib.util
import sys

PATH = importlib.util.find_spec("hello").origin


class Name(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        if sys._getframe(1).f_code.co_filename == PATH and isinstance(other, str):
            with open("compared.txt", "a", encoding="utf-8") as file:
                file.write(other + "\\n")
        return str.__eq__(self, other)


with open(PATH, "rb") as file:
    exec(compile(file.read(), PATH, "exec"), {"__name__": Name("__main__"), "__file__": PATH})
"""
"""A program that starts hello.py and writes down each text that __name__ is compared with."""


# -- step 1 ---------------------------------------------------------------------------------------


@check(
    step=1,
    points=0,
    hints=[
        "Ask the machine: python3 --version",
        "python.org/downloads has the newest one; it can stand beside the one that you have.",
    ],
)
def test_python_is_new_enough():
    """Python is 3.11 or newer"""
    here = ".".join(map(str, sys.version_info[:3]))
    assert sys.version_info >= (3, 11), (
        f"This is Python {here}. The workbook uses parts of asyncio that came with 3.11. "
        "Install 3.11 or newer beside it, and start tutorial.py with that one."
    )


@check(
    step=1,
    points=0,
    hints=[
        "python3 tutorial.py doctor looks at each package.",
        "Delete the folder .venv and type the command again: it is made anew.",
    ],
)
def test_packages_are_here():
    """The packages of the workbook are installed"""
    amiss = [found for need in wanted() if (found := what_is_amiss(need))]
    assert not amiss, (
        f"Not ready: {', '.join(amiss)}. The later chapters import them. They live in the folder "
        ".venv: delete it and type the command again, and the workbook makes it anew."
    )


def wanted():
    """The requirements of pyproject.toml that count on this machine."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    needs = map(Requirement, project["dependencies"])
    return [need for need in needs if need.marker is None or need.marker.evaluate()]


def what_is_amiss(need):
    """A few words on a package that is missing, too old or empty; None if all is well."""
    try:
        package = distribution(need.name)
    except PackageNotFoundError:
        return f"{need.name} is missing"
    if not need.specifier.contains(package.version, prereleases=True):
        return f"{need.name} is {package.version}, wanted is {need.specifier}"
    names = import_names(package)
    if names and not any(find_spec(name) for name in names):
        return f"{need.name} is broken (there is nothing to import)"
    return None


def import_names(package: Distribution):
    """The top-level modules of an installed package, by its own list of files."""
    files = [path for path in package.files or () if path.suffix == ".py"]
    tops = {path.parts[0].removesuffix(".py") for path in files}
    return sorted(top for top in tops if top.isidentifier())


@check(
    step=1,
    hints=[
        "The name is on the left of =, the value on the right.",
        "True has a capital T and no quotes around it.",
    ],
)
async def test_ready_is_true(learner):
    """You said that you are ready"""
    answer = await learner.ask(hello.READY)
    assert answer.raised is None, (
        "hello.py has no variable named READY. Capital letters count: ready would be another name."
    )
    assert not isinstance(answer.value, str), mistake(
        "quotes-around-true",
        "In quotes it is a piece of text that happens to spell a word. Without quotes True is a "
        "value of its own, one of the two that yes-or-no questions have. The difference bites "
        'later: the text "False" counts as true.',
    )
    assert answer.value is True, (
        "READY is to be the value True. It shows that what you save in hello.py arrives here."
    )


# -- step 2 ---------------------------------------------------------------------------------------


@check(
    step=2,
    hints=[
        "Which word hands the text to the caller? And which letter before its first quote makes "
        "Python look inside the braces?",
        'f"..." with {first_name} and {last_name} in it, after the word return.',
    ],
)
async def test_greeting_holds_both_names(learner):
    """greeting("Ada", "Lovelace") returns Hello Ada Lovelace"""
    answer = await learner.ask(hello.greeting("Ada", "Lovelace"))
    text = answer.value

    assert text is not None or "Ada" not in answer.printed, mistake(
        "prints-instead-of-returning",
        "The greeting went to the screen, and the caller of greeting() got None. print shows a "
        "text to a person; return hands it to the code that called, which can then send it, store "
        "it or print it.",
    )
    assert text is not None, (
        'Expected the text "Hello Ada Lovelace". None is what a function gives that comes to its '
        "end without return."
    )
    assert not isinstance(text, str) or "{" not in text, mistake(
        "forgets-the-f",
        "The braces came out as they were typed. Only a text with the letter f before its first "
        "quote has its braces filled in; without it, braces are ordinary characters and Python "
        "says nothing.",
    )
    assert text != "Hello Lovelace Ada", mistake(
        "swaps-the-names",
        "The names came out in the wrong order. Both are texts, so Python cannot tell them apart: "
        "only the order (first_name, then last_name) says which is which.",
    )
    assert text == "Hello Ada Lovelace", (
        'Expected "Hello Ada Lovelace": the word Hello, a space, the first name, a space, the last '
        "name, nothing else. A program that reads this text sees every comma and every space."
    )
    await expect_plain_def(learner, "greeting", hello.greeting)


@check(
    step=2,
    hints=[
        "Is a name typed into the text itself? Is something done to the names on the way?",
        "Between the braces stand the parameters: first_name and last_name.",
    ],
)
async def test_greeting_works_for_everybody(learner):
    """greeting works for every name, and leaves it as it is"""
    for first, last in OTHER_NAMES:
        answer = await learner.ask(hello.greeting(first, last))

        assert answer.value != "Hello Ada Lovelace", mistake(
            "greets-one-person",
            "The same greeting came back for somebody else: the names in it are fixed. The values "
            "of the parameters first_name and last_name are different at each call.",
        )
        expected = f"Hello {first} {last}"
        tidied = isinstance(answer.value, str) and same_letters(answer.value, expected)
        assert answer.value == expected or not tidied, mistake(
            "tidies-the-names",
            f'Expected "{expected}". The letters are there, and capitals or spaces were changed. '
            "People write their names in many ways, and a program cannot know better: each "
            "character stays as it came in.",
        )
        assert answer.value == expected, (
            f'Expected "{expected}": Hello, the first name and the last name, whatever they are.'
        )


def same_letters(one, other):
    """Whether two texts differ in nothing but capitals and spaces."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


async def expect_plain_def(learner, name, function):
    """Fails where `async def` was written for a function that gives a value."""
    inspect = builtin.getattr(builtin.__import__("inspect"), "iscoroutinefunction")
    made = await learner.ask(inspect(function))
    assert made.value is not True, (
        f"{name} is written with async def, so a call of it gives a coroutine and no value. It "
        "waits for nothing: def is enough, and then nobody has to await it."
    )


# -- step 3 ---------------------------------------------------------------------------------------


@check(
    step=3,
    hints=[
        "A field is a line of its own: a name, a colon, a type. What stands above the class?",
        "@dataclass above; below, name: str and two such lines, the last one with = 0 at its end.",
    ],
)
async def test_item_has_three_fields(learner):
    """InventoryItem("tea", 2.5, 40) keeps its name, price and quantity"""
    tea = hello.InventoryItem("tea", 2.5, 40)
    made = await learner.ask(tea)
    if made.raised is not None:
        await explain_refusal(learner)
        made = await learner.ask(tea)
    assert made.value is not None, "InventoryItem(...) is to make an item, and None came back."

    for name, expected in zip(FIELDS, ["tea", 2.5, 40], strict=True):
        kept = await learner.ask(getattr(tea, name))
        assert kept.raised is None or not kept.raised.is_a("AttributeError"), (
            f"The item has no {name}. The three fields are named name, unit_price and "
            "quantity_on_hand, to the letter: other parts of a program ask for them by these names."
        )
        assert kept.value == expected, (
            f"Expected {expected!r} in {name}. The values are given in the order name, unit_price, "
            "quantity_on_hand, so the fields stand in that order."
        )
    salt = hello.InventoryItem(name="salt", unit_price=0.75, quantity_on_hand=3)
    kept = await learner.ask(salt.name)
    assert kept.value == "salt", (
        'Expected "salt" in name. The same three values can be given by name, in any order.'
    )


async def explain_refusal(learner):
    """Fails with the reason why the class did not take three values, if it is a common one."""
    cls = hello.InventoryItem
    fields = (await ask_quietly(learner, builtin.getattr(cls, "__dataclass_fields__", None))).result
    hints = (await ask_quietly(learner, builtin.getattr(cls, "__annotations__", None))).result

    if not isinstance(fields, dict) and isinstance(hints, dict) and "name" in hints:
        fail(
            mistake(
                "forgets-the-decorator",
                "The class names its fields, and takes no values for them yet. Writing the part "
                "of a class that takes values is the work of @dataclass, on the line above the "
                "word class.",
            )
        )
    for name in FIELDS:
        assigned = (await ask_quietly(learner, builtin.hasattr(cls, name))).result is True
        assert not isinstance(fields, dict) or name in fields or not assigned, mistake(
            "field-without-a-type",
            f"{name} = ... is an ordinary assignment, so @dataclass does not take it for a field: "
            f"the class knows {len(fields)} values and got three. What makes a field is the colon "
            "and the type after its name.",
        )
    if isinstance(fields, dict) and set(FIELDS) <= set(fields):
        fail(
            "The fields are there, and the class does not take these three values in their order. "
            "With @dataclass, with nothing in parentheses, and with these three fields, it does."
        )
    if isinstance(fields, dict):
        fail(
            f"As a dataclass the class has {len(fields)} fields ({', '.join(fields) or 'none'}). "
            "Expected are three: name, unit_price and quantity_on_hand, so that it takes three "
            "values. (Python counts one more, because it counts the new object itself.)"
        )
    fail(
        "Expected a class that takes three values: its name, its unit_price and its "
        "quantity_on_hand. A dataclass with these three fields does."
    )


async def ask_quietly(learner, expression):
    """An answer that explains; the report goes on to show the question before it."""
    return await learner.ask(expression, quiet=True)


@check(
    step=3,
    hints=[
        "What does a field need, to have a value when none is given?",
        "Put = 0 after the type of the last field, and of no other.",
    ],
)
async def test_quantity_is_zero_at_first(learner):
    """InventoryItem("tea", 2.5) has 0 on hand; the price has to be given"""
    three = await learner.ask(hello.InventoryItem("tea", 2.5, 40))
    two = await learner.ask(hello.InventoryItem("tea", 2.5))

    assert three.raised is not None or two.raised is None, mistake(
        "quantity-without-default",
        "With three values the class works, with two it refuses. A field with = and a value after "
        "its type may be left out: then it has that value.",
    )
    quantity = await learner.ask(hello.InventoryItem("tea", 2.5).quantity_on_hand)
    assert quantity.value == 0, (
        "Expected 0: of a new item there is nothing in stock until somebody says how much."
    )
    one = await learner.ask(hello.InventoryItem("tea"))
    assert one.raised is not None, mistake(
        "makes-the-price-optional",
        "An item without a price was accepted. unit_price has a default, so a price that somebody "
        "forgot is noticed by nobody, and the sums are wrong. Without = and a value after the "
        "type, Python asks for it.",
    )


@check(
    step=3,
    hints=[
        "Is anything stored in the class itself (InventoryItem.name = ...)?",
        "Let @dataclass write __init__ and the rest; the class body holds three lines.",
    ],
)
async def test_items_are_apart_and_can_be_compared(learner):
    """Items do not mix, equal ones are equal, and printing one shows its values"""
    await keep(learner, "tea", hello.InventoryItem("tea", 2.5, 40))
    await keep(learner, "salt", hello.InventoryItem("salt", 0.75, 3))
    name = (await learner.ask(hello.tea.name)).value
    assert name != "salt", mistake(
        "shares-one-item",
        "The second item changed the first: the values are kept in the class, and there is only "
        "one class. Each item keeps its own values (self.name); @dataclass sees to that.",
    )
    assert name == "tea", 'A second item was made; the name of the first is to be "tea" as before.'

    equal = builtin.getattr(hello.tea, "__eq__")
    same = await learner.ask(equal(hello.InventoryItem("tea", 2.5, 40)))
    other = await learner.ask(equal(hello.InventoryItem("tea", 2.5, 39)))
    text = await learner.ask(builtin.repr(hello.tea))
    assert same.value is True, (
        "Two items with the same three values are to be equal (==). An object of an ordinary "
        "class equals only itself; a dataclass compares the values."
    )
    assert other.value is not True, "An item with 40 pieces and one with 39 are not equal (==)."
    assert isinstance(text.value, str), "print(item) is to show a text."
    assert all(part in text.value for part in ("tea", "2.5", "40")), (
        "print(item) is to show the name, the price and the quantity. A dataclass writes that "
        "text; it is what you want to see when you look for an error."
    )


async def keep(learner, name, expression):
    """Make an object and keep it in the learner's module, for questions that follow."""
    made = await learner.ask(builtin.setattr(hello, name, expression))
    if made.raised is not None:
        _ = (await learner.ask(expression)).value  # fails the check, and shows this call


# -- step 4 ---------------------------------------------------------------------------------------


@check(
    step=4,
    needs=3,
    hints=[
        "Inside a method, the item's own values are self.name, self.unit_price, ...",
        "Price times quantity, both taken from self, after the word return.",
    ],
)
async def test_total_cost_is_price_times_quantity(learner):
    """total_cost() of 3 pieces at 0.75 returns 2.25"""
    salt = hello.InventoryItem("salt", 0.75, 3)
    method = await learner.ask(salt.total_cost)
    answer = await learner.ask(salt.total_cost())

    assert answer.raised is None or not is_number(method.result), mistake(
        "keeps-a-number-not-a-method",
        "total_cost is a number here, and a number cannot be called: total_cost() means that it "
        "is worked out now. A number that is stored goes stale as soon as the stock changes.",
    )
    said = answer.raised.text if answer.raised is not None else ""
    missing = next((name for name in FIELDS if f"name '{name}' is not defined" in said), None)
    assert missing is None, mistake(
        "forgets-self",
        f"Python looks for a variable named {missing} and finds none. A method does not see the "
        f"values of its object by their bare names: it asks the object for them, self.{missing}.",
    )
    cost = answer.value
    assert cost is not None or "2.25" not in answer.printed, (
        "The number went to the screen and the caller got None. return hands it to the code that "
        "called."
    )
    assert not isinstance(cost, str), mistake(
        "returns-a-text",
        "A text came back. It looks like a number and cannot be added up: sum() over the whole "
        "stock would fail. How many digits to show is decided where a number is printed.",
    )
    cost = await number(learner, salt.total_cost())
    assert cost is not None, "Expected the number 2.25, that is 0.75 times 3."
    assert cost != 2, mistake(
        "drops-the-cents",
        "2 came back, so the part after the point is gone. int(), round() and // take fractions "
        "away without a word; a price times a quantity needs none of them.",
    )
    assert cost != 0, mistake(
        "asks-the-class",
        "0 came back, the value that quantity_on_hand has in the class. "
        "InventoryItem.quantity_on_hand is the default that all items begin with; the quantity of "
        "this one item is self.quantity_on_hand.",
    )
    assert close(cost, 2.25), (
        "Expected 2.25, that is 0.75 times 3: the price of one piece times the quantity."
    )
    await expect_plain_def(learner, "total_cost", salt.total_cost)

    for price, quantity, expected in [(2.5, 40, 100), (1.5, 0, 0), (4, 7, 28)]:
        cost = await number(learner, hello.InventoryItem("tea", price, quantity).total_cost())
        assert close(cost, expected), f"Expected {expected}: {quantity} pieces at {price} each."


@check(
    step=4,
    needs=3,
    hints=[
        "At which moment is the product worked out?",
        "Work it out inside total_cost, from self, and store it nowhere.",
    ],
)
async def test_total_cost_follows_the_stock(learner):
    """When the quantity changes, total_cost() changes with it"""
    await keep(learner, "tea", hello.InventoryItem("tea", 2.5, 40))
    before = await number(learner, hello.tea.total_cost())
    again = await number(learner, hello.tea.total_cost())
    assert not close(before, 100) or close(again, 100), (
        "Expected 100.0 again: nothing was bought or sold since the first call. Working out the "
        "cost reads the values of the item and changes none of them."
    )
    changed = await learner.ask(builtin.setattr(hello.tea, "quantity_on_hand", 10))
    assert changed.raised is None, (
        "The quantity of an item could not be set to another value. Stock is bought and sold, so "
        "an item allows it (it is not frozen, and no NamedTuple)."
    )
    after = await number(learner, hello.tea.total_cost())

    assert not close(before, 100) or not close(after, 100), mistake(
        "computes-it-once",
        "The quantity went from 40 to 10 and the cost stayed at 100: it was worked out once, "
        "earlier, and kept. A method works it out at each call, from the values of that moment.",
    )
    assert close(after, 25), (
        "Expected 25.0: 10 pieces at 2.5 each, after the quantity was set from 40 to 10."
    )


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def close(value, expected):
    """Whether it is this number, but for the last digits of a float."""
    return value is not None and abs(value - expected) < 1e-9


async def number(learner, expression):
    """The number that comes back (a Decimal as a float); None for anything else or far too big."""
    value = (await learner.ask(expression)).value
    if not is_number(value) and not isinstance(value, str | bytes | bool | None):
        value = (await learner.ask(builtin.float(expression))).result
        await learner.ask(expression)  # so that the report shows this call
    return value if is_number(value) and abs(value) < 1e9 else None


# -- step 5 ---------------------------------------------------------------------------------------


@check(
    step=5,
    hints=[
        "Two calls of print, each with one text.",
        'The texts are "Hello ..." and "... World!", with a space beside the dots.',
    ],
)
async def test_main_prints_two_lines(learner):
    """main() prints Hello ... and then ... World!"""
    answer = await called_main(learner)
    assert answer.printed or not isinstance(answer.result, str), mistake(
        "returns-instead-of-printing",
        "main returned the text, and nobody saw it: what a function returns goes to the code that "
        "called it. This time a person is to read it, one line at once and one a second later, so "
        "it is printed.",
    )
    assert "…" not in answer.printed, mistake(
        "three-dots-in-one",
        'One character, "…", looks like three dots. Some editors put it in by themselves. '
        "Expected are three dots, each typed on its own.",
    )
    assert shown(answer) == TWO_LINES, (
        'Expected two lines, "Hello ..." and "... World!", and no other. The dots show that the '
        "sentence goes on after the wait."
    )


@check(
    step=5,
    points=2,
    hints=[
        "Which module's sleep lets others work, and which word makes main wait for it?",
        "await, then the sleep of asyncio with the number of seconds, between the two prints.",
    ],
)
async def test_one_second_lies_between(learner):
    """One second lies between the lines, and others can work meanwhile"""
    answer = await called_main(learner, calls=["time.sleep"])

    assert not any(call.in_loop or call.thread == "MainThread" for call in answer.calls), mistake(
        "blocks-the-loop",
        "time.sleep holds the one thread in which all coroutines take turns, so for that second "
        "nobody else moves: in a server, no other visitor is answered. The output looks the same, "
        "which makes this hard to notice. await asyncio.sleep(...) gives way.",
    )
    assert not answer.never_awaited, mistake(
        "forgets-await",
        "Calling a coroutine function such as asyncio.sleep makes a job and does not begin it. "
        "Without await before it, that job is thrown away and main goes on at once.",
    )
    moments = [seconds for seconds, text in answer.lines if text.strip()]
    assert len(moments) >= 2, "Expected a line before the wait and a line after it."
    gap, whole = round(moments[-1] - moments[0], 3), round(answer.seconds, 3)

    assert gap != 0 or whole == 0, mistake(
        "waits-in-the-wrong-place",
        "main does wait, and not between the two lines: both came at the same moment. A coroutine "
        "runs its lines from top to bottom, so the wait stands where the pause is to be.",
    )
    assert gap != 1000, mistake(
        "counts-in-milliseconds",
        "1000 seconds passed between the lines, more than a quarter of an hour. asyncio.sleep "
        "counts in seconds, and in parts of one (0.5), not in milliseconds.",
    )
    assert gap != 0, (
        "Expected exactly 1 second between the lines; main did not wait at all. It waits where "
        "await stands before a call of asyncio.sleep with the number of seconds."
    )
    assert gap == 1, f"Expected exactly 1 second between the lines; there were {gap:g}."
    assert whole == 1, f"Expected main() to be over after 1 second; it took {whole:g}."
    assert answer.awaited, (
        "Calling main() ran it to its end at once. Expected a coroutine function, written with "
        "async def: a call of it makes a coroutine, which can be awaited, or handed to "
        "asyncio.run (step 6)."
    )


async def called_main(learner, calls=()):
    """What came of main(); fails, in good words, where it raised."""
    answer = await learner.ask(hello.main(), clock="virtual", calls=calls)
    _ = answer.value
    return answer


def shown(answer):
    """The lines that were printed, without blank ones and without spaces at their ends."""
    return [line.rstrip() for line in answer.printed.splitlines() if line.strip()]


# -- step 6 ---------------------------------------------------------------------------------------


@check(
    step=6,
    needs=5,
    hints=[
        "What is __name__ in the file that was started? And what does asyncio.run want?",
        "An if that compares __name__ with that text; in it asyncio.run, given what main() makes.",
    ],
)
async def test_started_it_prints(learner):
    """Started as a program, hello.py prints both lines, one second apart"""
    ran = await learner.run("hello.py", clock="virtual")
    if not set(TWO_LINES) <= set(shown(ran)):
        await explain_silence(learner, ran)
    assert 'SyntaxWarning: "is"' not in ran.errors or "__name__" not in ran.errors, mistake(
        "compares-with-is",
        "It works here by luck, and Python warns of it. is asks whether both sides are one and the "
        "same object in memory; whether two equal texts are, nobody promises. == asks whether the "
        "texts are equal.",
    )
    assert starts_main_once(ran), (
        "Expected each of the two lines once, in their order. main() is to be started once, at "
        "the end of the file."
    )
    moments = [seconds for seconds, text in ran.lines if text.strip() in TWO_LINES]
    assert round(moments[-1] - moments[0], 3) == 1, (
        "Expected one second between the two lines, as in step 5: main() is to run, waiting and "
        "all."
    )


@check(
    step=6,
    needs=5,
    hints=[
        "Which lines of a file run when another file imports it?",
        "asyncio.run stands inside the if, moved to the right.",
    ],
)
async def test_imported_it_keeps_quiet(learner):
    """Imported by another file, hello.py prints nothing"""
    ran = await learner.run("hello.py", clock="virtual")
    assert starts_main_once(ran), (
        "Nothing starts yet, so there is nothing to keep quiet. First let the file run main() when "
        "it is started."
    )

    learner.write("other.py", b"import hello\nprint('other')\n")
    other = await learner.run("other.py", clock="virtual")
    assert TWO_LINES[0] not in shown(other), mistake(
        "forgets-the-guard",
        "Another file wanted only to use greeting(), and the whole program ran. Tests import your "
        "files, and so do later chapters. What is to run only at the start stands under "
        "if __name__ == ...",
    )
    assert shown(other) == ["other"], (
        "Expected hello.py to print nothing while it is imported. Lines that print something to "
        "try it out belong under the if as well."
    )


def starts_main_once(ran):
    """Whether the two lines were printed once; lines of another kind may stand around them."""
    return [line for line in shown(ran) if line in TWO_LINES] == TWO_LINES


async def explain_silence(learner, ran):
    """Fails with the reason why the program did not print the two lines, if it is a common one."""
    assert not ran.never_awaited, mistake(
        "calls-main-without-run",
        "main() alone makes a coroutine object and runs none of its lines. asyncio.run(main()) "
        "starts the event loop, which runs it.",
    )
    said = ran.raised.text if ran.raised is not None else ""
    assert "coroutine" not in said or "function main" not in said, mistake(
        "hands-over-the-function",
        "asyncio.run was given main, the function. It wants what calling main makes: a coroutine "
        "object. The difference is a pair of parentheses.",
    )
    assert ran.raised is None, (
        'Expected the two lines "Hello ..." and "... World!". An exception ended the program first.'
    )
    compared = await compared_with_name(learner)
    await learner.run("hello.py", clock="virtual")  # so that the report shows this run
    assert not compared or "__main__" in compared, mistake(
        "misspells-the-guard",
        f'The if is there, and it waits for the text "{compared[0] if compared else ""}". In the '
        'file that is started, __name__ is "__main__", with two underscores on each side. Python '
        "compares letter by letter, and says nothing when they differ.",
    )
    assert compared, (
        'Expected the two lines "Hello ..." and "... World!". Defining main runs nothing; an if at '
        "the end of the file has to start it. Nothing that ran in this file compared the variable "
        '__name__ (without quotes) with the text "__main__" (with quotes).'
    )
    fail(
        'Expected the two lines "Hello ..." and "... World!". The if compares __name__ with '
        '"__main__", as it should; what is missing in it is asyncio.run, given what main() makes.'
    )


async def compared_with_name(learner):
    """The texts that the learner's file compares its __name__ with when it is started."""
    learner.write("start.py", STARTED_AND_ASKED_FOR_ITS_NAME)
    await learner.run("start.py", clock="virtual")
    return (learner.read("compared.txt") or b"")[:1000].decode("utf-8", "replace").splitlines()
