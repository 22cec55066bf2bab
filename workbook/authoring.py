"""Authors' commands: the folders of a new chapter, and every starter from its solution."""

from __future__ import annotations

from pathlib import Path

from workbook import backups
from workbook.chapters import Chapter, find_chapters, is_slug
from workbook.errors import WorkbookError

LESSON = """\
# TITLE

The visitors of the library are greeted by name. You write the program that does it.

```console
$ python3 tutorial.py run NUMBER
$ python3 tutorial.py check NUMBER
```

## Step 1: greet the visitor

An *f-string* is a text with an `f` before its quotes. What stands in braces inside it is
worked out, and the result takes its place:

```python
book = "Emma"
print(f"You borrow {book}.")
```

```output
You borrow Emma.
```

Open `hello.py`. The function `greeting(name)` gets a name, say `Grace`, and returns the text
`Hello, Grace.` with a comma and a full stop.

## What you can do now

- put a value into a text.

## Read more

- [Formatted string literals](https://docs.python.org/3/tutorial/inputoutput.html)
- [asyncio](https://docs.python.org/3/library/asyncio.html)
- [aiohttp](https://docs.aiohttp.org/en/stable/)
"""

SOLUTION = '''\
"""Greets the visitors of the library."""


def greeting(name: str) -> str:
    """The text that welcomes the visitor of this name."""
    # region Step 1: greet the visitor
    # Return "Hello, NAME." with the visitor's name in place of NAME.
    return f"Hello, {name}."
    # endregion


if __name__ == "__main__":
    print(greeting("Grace"))
'''

CHECKS = '''\
"""Chapter NUMBER: a greeting."""

from workbook.checking import check, mistake, module

hello = module("hello.py")


@check(
    step=1,
    hints=["How does Python know that a brace is not a brace?", "An f stands before the quotes."],
)
async def test_greeting_holds_the_name(learner):
    """The greeting holds the visitor's name"""
    answer = await learner.ask(hello.greeting("Ada"))
    assert answer.value != "Hello, {name}.", mistake(
        "forgets-the-f",
        "Without an f before the quotes the braces are ordinary characters, and everybody is "
        "greeted as {name}.",
    )
    assert answer.value == "Hello, Ada.", (
        'greeting("Ada") should return "Hello, Ada." with the comma and the full stop: this text '
        "is what the visitor reads."
    )
'''

FORGETS_THE_F = """\
# fails: test_greeting_holds_the_name
# file: hello.py
# The braces are printed as they stand; Python says nothing.

    # region Step 1: greet the visitor
    return "Hello, {name}."
    # endregion
"""

ADDS_TEXTS = """\
# file: hello.py
# Texts can be added up too.

    # region Step 1: greet the visitor
    return "Hello, " + name + "."
    # endregion
"""

FILLS_A_TEMPLATE = '''\
# file: hello.py
# The sentence lies in one place of the module and is filled in later.
"""Greets the visitors of the library."""

SENTENCE = "Hello, {}."


def greeting(name: str) -> str:
    """The text that welcomes the visitor of this name."""
    return SENTENCE.format(name)


if __name__ == "__main__":
    print(greeting("Grace"))
'''

STAGE = """\
kind = "script"
file = "hello.py"
"""


def new_chapter(root: Path, number: str, slug: str) -> Chapter:
    """Makes the three folders of a new chapter, with one step that keeps the workbook's promises.

    `number` is "12" or "7", `slug` the noun of its name: "routing".
    Raises WorkbookError with exit code 2 where the number or the slug is taken or cannot be one.
    """
    chapter = Chapter(root, _free_number(root, number), _free_slug(root, slug))
    for folder in (chapter.starters_folder, chapter.solutions_folder, chapter.checks_folder):
        if folder.exists():
            where = folder.relative_to(root).as_posix()
            raise WorkbookError(f"{where}/ exists.", "Move it away, and try again.", exit_code=2)
    checks = chapter.checks_folder
    texts = {
        chapter.solutions_folder / "hello.py": SOLUTION,
        checks / f"test_{slug}.py": CHECKS,
        checks / "stage.toml": STAGE,
        checks / "wrong" / "forgets_the_f.py": FORGETS_THE_F,
        checks / "also_right" / "adds_texts.py": ADDS_TEXTS,
        checks / "also_right" / "fills_a_template.py": FILLS_A_TEMPLATE,
        chapter.lesson: LESSON,
    }
    title = slug.replace("_", " ").capitalize()
    for path, text in texts.items():
        text = text.replace("NUMBER", chapter.number).replace("TITLE", title)
        backups.save_text(path, text)
    backups.reset(chapter)
    return chapter


def write_starters(root: Path) -> list[Path]:
    """Writes every starter and given file of `chapters/` anew; returns those that changed.

    What stood there and differed is kept as a backup, as `reset` does. A solution whose regions do
    not fit together does not keep the other chapters from theirs: its error is raised at the end.
    """
    written: list[Path] = []
    problems: list[WorkbookError] = []
    for chapter in find_chapters(root):
        try:
            wanted = {name: chapter.pristine(name) for name in chapter.files}
            written += backups.put(chapter, wanted)[0]
        except WorkbookError as error:
            problems.append(error)
    if problems:
        happened = "\n".join(problem.happened for problem in problems)
        raise WorkbookError(happened, problems[0].advice)
    return written


def new_said(root: Path, number: str, slug: str) -> str:
    """Makes a new chapter, and says what to do next."""
    chapter = new_chapter(root, number, slug)
    return (
        f"Made {chapter.name} in chapters/, solutions/ and checks/.\n"
        f"Edit solutions/{chapter.name}/, then: tutorial.py new --starters. "
        "CONTRIBUTING.md has the rules."
    )


def starters_said(root: Path) -> str:
    """Writes the starters, and says which have changed."""
    written = [path.relative_to(root).as_posix() for path in write_starters(root)]
    return "\n".join(f"Wrote {name}" for name in written) or "All starters are up to date."


def _free_number(root: Path, text: str) -> str:
    """The number as two digits, if no chapter has it."""
    plain = text.isascii() and text.isdecimal()
    if not plain or not 1 <= int(text) <= 99:
        raise WorkbookError(
            f'"{text}" is no number of a chapter.', "Give one from 1 to 99.", exit_code=2
        )
    number = f"{int(text):02}"
    numbers = [chapter.number for chapter in find_chapters(root)]
    if number in numbers:
        free = [f"{n:02}" for n in range(1, 100) if f"{n:02}" not in numbers]
        advice = f"The next free one is {free[0]}." if free else "All 99 are taken."
        raise WorkbookError(f"There is a chapter {number} already.", advice, exit_code=2)
    return number


def _free_slug(root: Path, slug: str) -> str:
    """The slug, if it can be one and no chapter has it."""
    if not is_slug(slug):
        raise WorkbookError(
            f'"{slug}" is no name of a chapter.',
            "Take a noun in small letters, digits and _ if need be: routing, web_sockets.",
            exit_code=2,
        )
    if any(chapter.slug == slug for chapter in find_chapters(root)):
        raise WorkbookError(
            f"There is a chapter {slug} already.", "Take another name.", exit_code=2
        )
    return slug
