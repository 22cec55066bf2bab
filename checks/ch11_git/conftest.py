"""What the checks of this chapter share: where the work is, and what is said of it."""

from typing import NoReturn

from workbook.checking import fail, mistake
from workbook.checking.problems import Waits
from workbook.playground.graded import Playground, playground
from workbook.playground.objects import Commit

__all__ = ["playground"]

KEPT_OUT = ("session.key", "blog.sqlite3")
BRANCH = "about"
PAGE = "pages/about.html"
MENU = "pages/menu.html"


STATUS = "git status"


def wait_for(step: int) -> NoReturn:
    """Leave the check for later: what it is about comes with that step."""
    raise Waits(f"waits for step {step}")


def branch_tip(playground: Playground) -> str:
    """Where the learner's branch is, in the clone, or else in the central repository; without it,
    or without a commit of theirs on it, the check waits for step 2.
    """
    tip = playground.clone.branch(BRANCH) or playground.central.branch(BRANCH)
    if tip is None or not playground.own(tip):
        wait_for(2)
    return tip


def page_commit(playground: Playground) -> Commit:
    """The commit on the branch that brought the page; without it the check waits for step 3."""
    return brought(playground, branch_tip(playground), PAGE) or wait_for(3)


def went_on(playground: Playground) -> bool:
    """Whether the learner has pushed the branch or their work: then what is missing before that was
    passed over, and is not a step that is to come.
    """
    central = playground.central
    return central.branch(BRANCH) is not None or bool(playground.own(central.branch("main")))


def passed_over(playground: Playground, name: str, text: str) -> NoReturn:
    """Fail with this text; with the name of a mistake only where the learner went on without it."""
    fail(mistake(name, text) if went_on(playground) else text)


def say_why_there_is_no_branch(playground: Playground) -> None:
    """Fail where the branch has no commit of the learner's, with the reason that shows."""
    clone, central = playground.clone, playground.central
    tip = clone.branch(BRANCH) or central.branch(BRANCH)
    if tip is not None and playground.own(tip):
        return
    refuse_unfinished(playground)
    on_main = playground.own(clone.branch("main")) or playground.own(central.branch("main"))
    if on_main:
        playground.looked(
            f"the branches {BRANCH} and main",
            f"on main: {playground.listed(on_main)}",
            "git log --oneline main",
        )
        fail(
            mistake(
                "commits-on-main",
                f"Your commits are on main, and no branch `{BRANCH}` leads to them. Either they "
                "were made on main, or the branch was deleted, and it is graded until the end. "
                f"A branch can be made at any commit: git branch {BRANCH} HASH",
            )
        )
    others = [n for n, o in clone.branches.items() if n != "main" and playground.own(o)]
    if others:
        fail(
            f"Your commits are on the branch `{others[0]}`, and here it is to be called "
            f"`{BRANCH}`. Rename it: git branch -m {others[0]} {BRANCH}"
        )
    begun = [path for path in (".gitignore", PAGE) if playground.working(path) is not None]
    current = clone.current or "a commit without a branch"
    playground.looked(f"the branch {BRANCH}", f"no commit of yours; you are on {current}", STATUS)
    if begun:
        passed_over(
            playground,
            "forgets-to-commit",
            f"{begun[0]} lies in your folder, and no commit has it. git keeps what is committed, "
            "and nobody but you sees the rest.",
        )
    fail(f"There is no commit of yours on a branch `{BRANCH}` yet.")


def brought(playground: Playground, tip: str, path: str) -> Commit | None:
    """The oldest commit of the learner's, up to `tip`, that brought this file."""
    found = None
    for commit in playground.own(tip):
        here = path in playground.history.files(commit.name)
        before = any(path in playground.history.files(parent) for parent in commit.parents)
        if here and not before:
            found = commit
    return found


def published_main(playground: Playground) -> str:
    tip = playground.central.branch("main")
    if tip is None:
        fail(
            "The central repository has no branch main any more. Put yours there: "
            "git push origin main"
        )
    return tip


def refuse_unfinished(playground: Playground) -> None:
    """Fail where something was begun in the clone and not ended: that explains the rest."""
    if playground.unfinished:
        playground.looked("the clone", f"a {playground.unfinished} that waits for its end", STATUS)
        fail(
            mistake(
                "stops-half-way",
                f"A {playground.unfinished} is under way in your clone, and git waits for you to "
                "end it. `git status` says which commands go on, and which give it up.",
            )
        )


def refuse_at_home(playground: Playground, done: bool, what: str, published: bool) -> None:
    """Fail where something is done in the clone alone."""
    if done and not published:
        fail(
            mistake(
                "keeps-it-at-home",
                f"{what} is done in your clone, and the central repository does not know of it. A "
                "commit travels only when it is pushed.",
            )
        )
