"""What `run NN` does where the stage is a playground: makes it, lets the colleague push, shows the
commit graph as it stands and as it should be.
"""

from __future__ import annotations

import os
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

from workbook import record
from workbook.chapters import Chapter
from workbook.checking.problems import LearnerProblem
from workbook.errors import WorkbookError
from workbook.playground.asking import git_program
from workbook.playground.graph import Graph, graph_of, lines_of, save
from workbook.playground.making import colleague_pushes, make
from workbook.playground.replay import replay
from workbook.playground.staged import Repository, Taken, take
from workbook.playground.story import PLAYGROUND, Story, story_of
from workbook.screen import Screen, screen_of

STANDS, SHOULD = "As it stands", "As it should be in the end"


def run_playground(
    chapter: Chapter, *, file: str | None, solution: bool, say: Callable[[str], None]
) -> int:
    """Make the playground of a chapter where there is none, and show it. Returns the exit code.

    solution: show only what the solution leads to. Raises WorkbookError, exit code 2 where a file
    is named: there is none to run.
    """
    if file is not None and file not in chapter.files:
        raise WorkbookError(
            f"Chapter {chapter.number} runs no file: it makes a playground for git.",
            f"Try: tutorial.py run {chapter.number}",
            exit_code=2,
        )
    git_program()
    screen, story = screen_of(), story_of(chapter)
    graphs = {} if solution else {STANDS: _begun(chapter, story, screen, say)}
    graphs[SHOULD] = goal(chapter, story)
    for title, graph in graphs.items():
        say("\n".join(["", screen.paint(title, "bold"), "", *lines_of(graph, screen)]))
    try:
        path = chapter.root / record.FOLDER / "pictures" / f"{chapter.number}-graph.svg"
        save(graphs, path)
        say(f"\nDrawn in {path.relative_to(chapter.root).as_posix()} too.")
    except WorkbookError as error:  # a picture must not cost the playground
        say(f"\nThe graph was not drawn. {error.happened}")
    if not solution:
        say("\n" + "\n".join(_next(chapter, story, screen)))
    return 0


def goal(chapter: Chapter, story: Story) -> Graph:
    """The graph that the solution leads to: its commands are carried out in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as folder:
        replay(story, chapter.solution(chapter.main_file), Path(folder))
        return _graph(Path(folder) / PLAYGROUND, story)


def _begun(chapter: Chapter, story: Story, screen: Screen, say: Callable[[str], None]) -> Graph:
    """The playground's graph, after what is done to it: it is made, or the colleague pushes."""
    folder = chapter.starters_folder
    place = folder / PLAYGROUND
    shown = place.relative_to(chapter.root).as_posix()
    try:
        if not os.path.lexists(place):
            make(story, folder)
            say(f"Made the playground: {shown}/")
        elif not (place / story.central).is_dir():
            raise WorkbookError(
                f"{shown}/ is there without its {story.central}.",
                f"Start over, with a backup: tutorial.py reset {chapter.number}",
            )
        else:
            say(f"The playground is there: {shown}/")
            said = _of_the_colleague(story, colleague_pushes(story, place))
            say(textwrap.fill(said, screen.width, break_on_hyphens=False))
        return _graph(place, story)
    except LearnerProblem as problem:
        raise WorkbookError(problem.text) from None
    except OSError as error:
        raise WorkbookError(
            f"{error.filename or shown} could not be read or written: {error.strerror}.",
            "Look at its permissions and at the free disk space, then try again.",
        ) from None


def _of_the_colleague(story: Story, came: str) -> str:
    who = story.colleague[0].partition(" ")[0]
    branches = " and ".join(dict.fromkeys(c.branch for c in story.commits if c.later))
    return {
        "arrived": f"{who} has pushed a moment ago: {branches} of {story.central} have new "
        "commits. Your clone learns of them when you fetch.",
        "there already": f"{who} has pushed all that she has.",
        "too early": f"{who} is still at work. She pushes when you have made a first commit, and "
        f"then type tutorial.py run {story.number} again.",
        "refused": f"{who} could not push: {branches} of {story.central} have moved on without "
        f"her commits. In this story she is first. Start over, with a backup: "
        f"tutorial.py reset {story.number}",
    }[came]


def _graph(place: Path, story: Story) -> Graph:
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as folder:
        taken = take(place, story, Path(folder))
        try:
            names = _names(taken)
            commits = {c.name: c for tip in names for c in taken.history.ancestors(tip)}
            return graph_of(commits.values(), names)
        finally:
            taken.history.close()


def _names(taken: Taken) -> dict[str, list[str]]:
    """What points to each commit: the branches and tags of both repositories."""
    clone = taken.clone or Repository({})
    found: dict[str, list[str]] = {}
    for ref in sorted(taken.central.refs.keys() | clone.refs.keys()):
        kind, _, name = ref.removeprefix("refs/").partition("/")
        if kind not in ("heads", "tags"):
            continue
        word = f"tag {name}" if kind == "tags" else name
        places = {"central": taken.central.refs.get(ref), "yours": clone.refs.get(ref)}
        if len(set(places.values())) == 1:
            places = {"both": taken.central.refs[ref]}
        for whose, target in places.items():
            if target is not None:
                commit = taken.history.peeled(target)[0]
                found.setdefault(commit, []).append(f"{word} ({whose})")
    if clone.refs and not clone.current and "HEAD" in clone.refs:
        found.setdefault(clone.refs["HEAD"], []).append("you are here")
    return found


def _next(chapter: Chapter, story: Story, screen: Screen) -> list[str]:
    """What to type, and where to read on."""
    place = chapter.starters_folder / PLAYGROUND
    clone = place / story.clone
    lesson = chapter.lesson.relative_to(chapter.root).as_posix()
    if (clone / ".git").exists():
        lines = ["Your clone is here:", f"  cd {_shown(clone)}"]
    else:
        lines = ["To begin, type:", f"  cd {_shown(place)}"]
        lines += [f"  git clone {story.central} {story.clone}"]
    return [*lines, f"Read on in {lesson}", f"Graded by: tutorial.py check {chapter.number}"]


def _shown(folder: Path) -> str:
    """The folder as the learner would type it from where they are."""
    try:
        short = os.path.relpath(folder)
    except ValueError:  # another drive
        short = str(folder)
    return f'"{short}"' if " " in short else short
