"""Makes a playground, and lets the colleague of its story push.

All of it is written as plain files: no git is asked, so no setting of this machine (a default
branch, a template, a hook) has a part in it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from workbook.atomic import save_text
from workbook.playground.objects import Tree, write_commit, write_tree
from workbook.playground.story import PLAYGROUND, Story, Written
from workbook.playground.taking import Unreadable, refs_of

CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
BARRIER = "gitdir: there-is-no-repository-in-this-folder\n"
"""Stands as `.git` in the playground: else git, called there, would take the repository around it,
which is the workbook's own.
"""


def make(story: Story, folder: Path) -> Path:
    """A new playground in a chapter's folder: the central repository with what is in it from the
    start. It is made whole under another name, then renamed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{PLAYGROUND}-", dir=folder))
    central = scratch / story.central
    for name in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
        (central / name).mkdir(parents=True)
    (central / "config").write_text(CONFIG, encoding="utf-8")
    (central / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (scratch / ".git").write_text(BARRIER, encoding="utf-8")
    names = write_story(story, central / "objects", later=False)
    for commit in story.commits:
        if not commit.later:
            _set_ref(central, commit.branch, names[commit.name])
    scratch.chmod(0o755)
    playground = folder / PLAYGROUND
    scratch.rename(playground)
    return playground


def write_story(story: Story, objects: Path, *, later: bool = True) -> dict[str, str]:
    """Write the commits of the story into the objects of a repository, with or without the later
    ones; the name that each has in git.
    """
    names: dict[str, str] = {}
    trees: dict[str, dict[str, bytes]] = {"": {}}
    for commit in story.commits:
        trees[commit.name] = {**trees[commit.parent], **commit.files}
        if later or not commit.later:
            names[commit.name] = _write(story, commit, trees[commit.name], names, objects)
    return names


def names_of(story: Story) -> dict[str, str]:
    """The name that each commit of the story has in git: the same on every machine."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        return write_story(story, Path(folder))


def colleague_pushes(story: Story, playground: Path) -> str:
    """The colleague's commits arrive in the central repository, where it is time for that.

    The answer says what came of it: "arrived", "there already", "too early" (the learner has
    committed nothing yet), or "refused" (their branch has moved on without them).
    Raises Unreadable.
    """
    central = playground / story.central
    refs = refs_of(central, story.number)
    names = names_of(story)
    tips, bases = _ends(story, names)
    if any(refs.get(f"refs/heads/{branch}") == tip for branch, tip in tips.items()):
        return "there already"
    try:
        own = refs_of(playground / story.clone / ".git", story.number)
    except Unreadable:
        return "too early"
    theirs = {name for ref, name in own.items() if ref.startswith("refs/heads/")}
    if theirs <= set(names.values()):
        return "too early"
    for branch in tips:
        if refs.get(f"refs/heads/{branch}") != bases.get(branch):
            marker = central / "objects" / tips[branch][:2] / tips[branch][2:]
            return "there already" if marker.exists() else "refused"
    write_story(story, central / "objects")
    for branch, tip in tips.items():
        _set_ref(central, branch, tip)
    return "arrived"


def _ends(story: Story, names: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Where each branch that the colleague pushes to is afterwards, and where it is before."""
    tips = {commit.branch: names[commit.name] for commit in story.commits if commit.later}
    bases = {commit.branch: names[commit.name] for commit in story.commits if not commit.later}
    return tips, bases


def _write(
    story: Story, commit: Written, files: dict[str, bytes], names: dict[str, str], objects: Path
) -> str:
    nested: dict[str, object] = {}
    for path, content in files.items():
        *folders, last = path.split("/")
        place = nested
        for folder in folders:
            place = place.setdefault(folder, {})  # type: ignore[assignment]
        place[last] = content
    tree: Tree = nested  # type: ignore[assignment]
    parents = [names[commit.parent]] if commit.parent else []
    root = write_tree(objects, tree)
    return write_commit(objects, root, parents, story.colleague, commit.when, commit.message)


def _set_ref(repository: Path, branch: str, name: str) -> None:
    save_text(repository / "refs" / "heads" / branch, f"{name}\n")


__all__ = ["colleague_pushes", "make", "names_of", "write_story"]
