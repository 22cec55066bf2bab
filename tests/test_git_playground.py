"""Chapters whose work is a repository: the playground is made, kept, put back and drawn; nothing in
it is run; the lesson's commands lead through it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile_repositories import booby_trap
from tests.test_lessons import fences
from workbook import backups, own_files, variants
from workbook.chapters import ROOT, Chapter, find_chapters
from workbook.checking.process import Nursery
from workbook.errors import WorkbookError
from workbook.grading import grade
from workbook.playground import asking, making
from workbook.playground.command import goal, run_playground
from workbook.playground.graph import graph_of, lines_of, svg
from workbook.playground.objects import Commit
from workbook.playground.replay import Done, replay
from workbook.playground.story import PLAYGROUND, Story, story_of
from workbook.report import Report
from workbook.saves import Look, look
from workbook.screen import Screen

CHAPTER = next(c for c in find_chapters(ROOT) if c.stage.kind == "git")
STORY = story_of(CHAPTER)
SOLUTION = CHAPTER.solution(CHAPTER.main_file)
posix = pytest.mark.skipif(os.name != "posix", reason="links and hooks as POSIX has them")


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's chapter folder with the playground solved; copy it before changing it."""
    folder = tmp_path_factory.mktemp("solved")
    replay(STORY, SOLUTION, folder)
    return folder


@pytest.fixture
def mine(solved: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    shutil.copytree(solved, tmp_path / "mine", symlinks=True)
    return tmp_path / "mine"


@pytest.fixture
def copy(tmp_path: Path) -> Chapter:
    """The chapter in a clone of its own, with nothing done yet."""
    root = tmp_path / "copy"
    for folder in ("chapters", "solutions", "checks"):
        shutil.copytree(
            ROOT / folder / CHAPTER.name,
            root / folder / CHAPTER.name,
            ignore=shutil.ignore_patterns(PLAYGROUND, "__pycache__"),
        )
    return Chapter(root, CHAPTER.number, CHAPTER.slug)


def blog(folder: Path) -> Path:
    return folder / PLAYGROUND / STORY.clone


def central(folder: Path) -> Path:
    return folder / PLAYGROUND / STORY.central


def git(where: Path, *words: str) -> str:
    """A learner's own git, with no settings but those of the repository."""
    ran = subprocess.run(
        ["git", "-C", str(where), *words],
        env=asking.environment(where),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return ran.stdout.strip()


def run(chapter: Chapter) -> str:
    said: list[str] = []
    assert run_playground(chapter, file=None, solution=False, say=said.append) == 0
    return "\n".join(said)


def problem(report: Report) -> str:
    """What the report says first, where nothing of it is the workbook's own fault."""
    assert report.verdict == "failed"
    assert not [c for c in report.checks if c.outcome == "not_checked" and not c.waits_for]
    first = report.first_to_mend()
    assert first is not None
    return first.expected or ""


# -- run -----------------------------------------------------------------------------------------


def test_run_makes_a_playground_and_keeps_what_is_there(
    copy: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = run(copy)
    folder = copy.starters_folder
    assert f"git clone {STORY.central} {STORY.clone}" in said
    assert "As it stands" in said
    assert "As it should be in the end" in said
    assert width(said) <= 60
    assert "<svg" in (copy.root / f".workbook/pictures/{copy.number}-graph.svg").read_text("utf-8")
    git(folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    (blog(folder) / "notes.txt").write_text("mine", encoding="utf-8")
    before = everything(folder / PLAYGROUND)
    said = run(copy)
    assert "Grace is still at work" in said
    assert width(said) <= 60
    assert everything(folder / PLAYGROUND) == before


def width(said: str) -> int:
    """Of the longest line; but the path of the folder is as long as it is."""
    return max(len(line) for line in said.splitlines() if "  cd " not in line)


def test_the_colleague_pushes_once_the_learner_has_committed(copy: Chapter) -> None:
    run(copy)
    folder = copy.starters_folder
    git(folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    commit_something(blog(folder))
    assert "Grace has pushed a moment ago" in run(copy)
    assert "archive" not in git(blog(folder), "branch", "--remotes"), "nobody has fetched yet"
    assert git(central(folder), "fsck", "--strict") == ""
    tip = making.names_of(STORY)["errors"]
    assert git(central(folder), "rev-parse", "main") == tip
    assert "Grace has pushed all" in run(copy)
    git(blog(folder), "push", "--force", "origin", "main~1:main")
    assert "Grace has pushed all" in run(copy), "what she has pushed she does not push again"


def test_the_colleague_forces_nothing(copy: Chapter) -> None:
    run(copy)
    folder = copy.starters_folder
    git(folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    commit_something(blog(folder))
    git(blog(folder), "push", "origin", "main")
    mine = git(central(folder), "rev-parse", "main")
    assert "Grace could not push" in run(copy)
    assert git(central(folder), "rev-parse", "main") == mine


def commit_something(clone: Path) -> None:
    git(clone, *"-c user.name=x -c user.email=x@x commit --allow-empty -m more".split())


def test_run_says_what_is_wrong_with_a_playground(copy: Chapter) -> None:
    run(copy)
    shutil.rmtree(central(copy.starters_folder))
    with pytest.raises(WorkbookError, match="without its central") as caught:
        run(copy)
    assert "tutorial.py reset" in caught.value.advice
    with pytest.raises(WorkbookError) as caught:
        run_playground(copy, file="server.py", solution=False, say=print)
    assert caught.value.exit_code == 2


def test_settings_and_environment_of_the_learner_have_no_part_in_it(
    copy: Chapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nursery: Nursery
) -> None:
    home, trap = tmp_path / "home", tmp_path / "trap"
    home.mkdir()
    booby_trap(home, trap)
    (home / "config").rename(home / ".gitconfig")
    before = (home / ".gitconfig").read_bytes()
    for name, value in {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_DIR": str(ROOT / ".git"),
        "GIT_WORK_TREE": str(ROOT),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_DEFAULT_REF_FORMAT": "reftable",
        "GIT_EXTERNAL_DIFF": str(home / "trap.sh"),
        "GIT_TRACE": "1",
    }.items():
        monkeypatch.setenv(name, value)
    run(copy)
    assert grade(CHAPTER, CHAPTER.solutions_folder, nursery=nursery).verdict == "passed"
    assert not trap.exists()
    assert (home / ".gitconfig").read_bytes() == before
    assert not (tmp_path / "index").exists()


def test_git_refuses_in_the_playground_itself(copy: Chapter) -> None:
    subprocess.run(["git", "init", "-q", str(copy.root)], check=True, timeout=30)
    run(copy)
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git(copy.starters_folder / PLAYGROUND, "add", ".")
    assert "not a git repository" in caught.value.stderr


# -- reset and undo ------------------------------------------------------------------------------


def everything(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_reset_keeps_the_playground_and_undo_brings_it_back(copy: Chapter) -> None:
    assert "nothing to keep" in backups.reset_said(copy, None)
    folder = copy.starters_folder
    git(folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    (folder / copy.main_file).write_text("# my notes\n", encoding="utf-8")
    mine = everything(folder)
    assert "tutorial.py undo" in backups.reset_said(copy, None)
    assert not blog(folder).exists()
    fresh = everything(folder)
    for wanted in (mine, fresh, mine):
        backups.undo_said(copy)
        assert everything(folder) == wanted
    with pytest.raises(WorkbookError, match="one whole") as caught:
        backups.reset_said(copy, 3)
    assert caught.value.exit_code == 2
    assert everything(folder) == mine


def test_there_is_nothing_to_undo_at_first(copy: Chapter) -> None:
    with pytest.raises(WorkbookError, match="nothing to undo"):
        backups.undo_said(copy)


def test_a_report_holds_until_the_refs_change(copy: Chapter) -> None:
    run(copy)
    files = own_files.own_files(copy)
    assert set(files) == {copy.main_file}, "the repositories are not kept as versions"
    seen = {own_files.fingerprint(copy, files)}
    git(copy.starters_folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    seen.add(own_files.fingerprint(copy, files))
    commit_something(blog(copy.starters_folder))
    seen.add(own_files.fingerprint(copy, files))
    assert len(seen) == 3


def test_the_watch_sees_what_git_writes(copy: Chapter) -> None:
    run(copy)
    folder = copy.starters_folder
    git(folder / PLAYGROUND, "clone", STORY.central, STORY.clone)
    before = look([folder])
    commit_something(blog(folder))
    committed = look([folder])
    git(blog(folder), "push", "origin", "HEAD:refs/heads/other")
    pushed = look([folder])
    assert {path.name for path in changed(before, committed)} == {"main"}
    assert {path.parents[2].name for path in changed(committed, pushed)} >= {"central.git"}


def changed(before: Look, after: Look) -> set[Path]:
    return {path for path in before | after if before.get(path) != after.get(path)}


# -- what is graded ------------------------------------------------------------------------------


def test_a_folder_from_elsewhere_is_graded(mine: Path, tmp_path: Path, nursery: Nursery) -> None:
    assert grade(CHAPTER, mine, nursery=nursery).verdict == "passed"
    whole = tmp_path / "ada" / CHAPTER.name
    whole.parent.mkdir()
    mine.rename(whole)
    assert grade(CHAPTER, whole.parent, nursery=nursery).verdict == "passed"


def test_a_packed_repository_is_graded(mine: Path, nursery: Nursery) -> None:
    for repository in (blog(mine), central(mine)):
        git(repository, "gc", "--quiet", "--prune=now")
    assert not list(central(mine).glob("refs/heads/*"))
    assert grade(CHAPTER, mine, nursery=nursery).verdict == "passed"


@posix
def test_nothing_of_a_repository_is_run(mine: Path, tmp_path: Path, nursery: Nursery) -> None:
    trap = tmp_path / "trap"
    booby_trap(blog(mine) / ".git", trap)
    booby_trap(central(mine), trap)
    (blog(mine) / ".gitattributes").write_text("* filter=all diff=all merge=all\n", "utf-8")
    assert grade(CHAPTER, mine, nursery=nursery).verdict == "passed"
    assert not trap.exists()
    # The traps work: git itself, told to look there, runs into one of them.
    config = (blog(mine) / ".git" / "config").read_text("utf-8")
    (blog(mine) / ".git" / "config").write_text(
        re.sub(r"(worktree|vcs|partialClone) = .*", "", config), encoding="utf-8"
    )
    subprocess.run(
        ["git", "-C", str(blog(mine)), "status"], capture_output=True, timeout=30, check=False
    )
    assert trap.exists()


@posix
@pytest.mark.parametrize("what", ["objects", "refs", "refs/heads", "HEAD", "packed-refs", ""])
def test_links_are_not_followed(what: str, mine: Path, tmp_path: Path, nursery: Nursery) -> None:
    if what == "packed-refs":
        git(blog(mine), "pack-refs", "--all")
    inside = blog(mine) / ".git" / what
    inside.rename(tmp_path / "elsewhere")
    inside.symlink_to(tmp_path / "elsewhere")
    assert problem(grade(CHAPTER, mine, nursery=nursery))


@posix
def test_pipes_and_unreadable_files_are_left_alone(mine: Path, nursery: Nursery) -> None:
    os.mkfifo(blog(mine) / ".git" / "MERGE_HEAD")
    os.mkfifo(blog(mine) / ".git" / "refs" / "heads" / "pipe")
    os.mkfifo(blog(mine) / ".git" / "objects" / "pack" / f"pack-{'0' * 40}.pack")
    assert grade(CHAPTER, mine, nursery=nursery).verdict == "passed"


def as_no_clone(folder: Path) -> None:
    shutil.rmtree(blog(folder))


def as_other_name(folder: Path) -> None:
    blog(folder).rename(blog(folder).with_name("weblog"))


def as_plain_folder(folder: Path) -> None:
    shutil.rmtree(blog(folder) / ".git")


def as_bare(folder: Path) -> None:
    shutil.rmtree(blog(folder))
    git(folder / PLAYGROUND, "clone", "--bare", STORY.central, STORY.clone)


def as_shallow(folder: Path) -> None:
    shutil.rmtree(blog(folder))
    git(folder / PLAYGROUND, "clone", "--depth=1", central(folder).as_uri(), STORY.clone)


def as_shared(folder: Path) -> None:
    shutil.rmtree(blog(folder))
    git(folder / PLAYGROUND, "clone", "--shared", STORY.central, STORY.clone)


def as_git_file(folder: Path) -> None:
    inside = blog(folder) / ".git"
    inside.rename(folder / "elsewhere")
    inside.write_text(f"gitdir: {folder / 'elsewhere'}\n", encoding="utf-8")


def as_missing_object(folder: Path) -> None:
    name = git(blog(folder), "rev-parse", "about^{tree}")
    for repository in (blog(folder) / ".git", central(folder)):
        (repository / "objects" / name[:2] / name[2:]).unlink()


def as_forged_object(folder: Path) -> None:
    names = git(blog(folder), "rev-parse", "about", "about~1").split()
    for repository in (blog(folder) / ".git", central(folder)):
        here, there = (repository / "objects" / name[:2] / name[2:] for name in names)
        here.chmod(0o644)
        here.write_bytes(there.read_bytes())


def as_big_file(folder: Path) -> None:
    git(blog(folder), "switch", "-q", "about")
    (blog(folder) / ".gitignore").write_bytes(bytes(9 * 1024 * 1024))
    git(blog(folder), *"-c user.name=x -c user.email=x@x commit -qam big".split())


def as_no_playground(folder: Path) -> None:
    shutil.rmtree(folder / PLAYGROUND)


def as_no_central(folder: Path) -> None:
    shutil.rmtree(central(folder) / "objects")


def as_link(folder: Path) -> None:
    (folder / PLAYGROUND).rename(folder / "elsewhere")
    (folder / PLAYGROUND).symlink_to(folder / "elsewhere")


@posix
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (as_no_clone, "git clone central.git blog"),
        (as_other_name, "rename it to blog"),
        (as_plain_folder, "no repository"),
        (as_bare, "without --bare"),
        (as_shallow, "git fetch --unshallow"),
        (as_shared, "git repack"),
        (as_git_file, "is a file or a link"),
        (as_missing_object, "is damaged"),
        (as_forged_object, "is damaged"),
        (as_big_file, "MB"),
        (as_no_playground, "tutorial.py run"),
        (as_no_central, "tutorial.py reset"),
        (as_link, "is a link"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_graded_is_said(
    spoil: object, said: str, mine: Path, nursery: Nursery
) -> None:
    assert callable(spoil)
    spoil(mine)
    assert said in problem(grade(CHAPTER, mine, nursery=nursery))


@posix
def test_a_git_that_never_ends_is_waited_for_once(
    mine: Path, monkeypatch: pytest.MonkeyPatch, nursery: Nursery, tmp_path: Path
) -> None:
    (tmp_path / "git").write_text(
        f"#!/bin/sh\nread name\necho {asking.EMPTY_TREE} tree 0\necho\nexec sleep 60\n", "utf-8"
    )
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(asking, "SECONDS", 1.0)
    began = time.monotonic()
    assert "takes too long" in problem(grade(CHAPTER, mine, nursery=nursery))
    assert time.monotonic() - began < 12


def test_a_big_repository_is_not_read_to_its_end(
    mine: Path, monkeypatch: pytest.MonkeyPatch, nursery: Nursery
) -> None:
    monkeypatch.setattr("workbook.playground.taking.FILES_LIMIT", 20)
    assert "too big" in problem(grade(CHAPTER, mine, nursery=nursery))


def test_without_git_nothing_is_checked(
    mine: Path, monkeypatch: pytest.MonkeyPatch, nursery: Nursery, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WorkbookError, match="no git on this machine") as caught:
        grade(CHAPTER, mine, nursery=nursery)
    assert caught.value.exit_code == 3
    assert "doctor" in caught.value.advice


@posix
def test_a_git_that_does_not_answer_costs_no_points(
    mine: Path, monkeypatch: pytest.MonkeyPatch, nursery: Nursery, tmp_path: Path
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    report = grade(CHAPTER, mine, nursery=nursery)
    assert report.verdict == "not_checked"
    assert "doctor" in (report.checks[0].message or "")


def test_grading_writes_nothing_into_a_playground(mine: Path, nursery: Nursery) -> None:
    before = everything(mine)
    grade(CHAPTER, mine, nursery=nursery)
    assert everything(mine) == before


# -- the commands of the solution and of the lesson ----------------------------------------------


def scripts() -> Iterator[object]:
    yield pytest.param(SOLUTION, id="solution")
    for variant in variants.also_right(CHAPTER):
        yield pytest.param(variant.apply(CHAPTER)[CHAPTER.main_file], id=variant.name)


@pytest.mark.parametrize("script", list(scripts()))
def test_only_the_merge_with_its_conflict_stops(script: str, tmp_path: Path) -> None:
    stopped = [done for done in replay(STORY, script, tmp_path) if done.exit_code]
    assert all("CONFLICT" in done.said for done in stopped), stopped
    assert len(stopped) <= 1


def test_what_the_lesson_types_passes(tmp_path: Path, nursery: Nursery) -> None:
    script, shown = lesson_script(CHAPTER)
    done = replay(STORY, script, tmp_path)
    failed = [one for one in done if one.exit_code and not one.line.endswith(f"run {STORY.number}")]
    assert ["CONFLICT" in one.said for one in failed] == [True], failed
    report = grade(CHAPTER, tmp_path, nursery=nursery)
    assert report.verdict == "passed", problem(report)
    for command, lines in shown:
        said = "".join(one.said for one in done if one.line == command)
        for line in lines:
            assert without_hashes(line) in without_hashes(said), command


def lesson_script(chapter: Chapter) -> tuple[str, list[tuple[str, list[str]]]]:
    """The lesson's commands and files as a script, and what it shows of their output."""
    lines: list[str] = []
    shown: list[tuple[str, list[str]]] = []
    for fence in fences(chapter.lesson):
        language, _, name = fence.info.partition(" ")
        if name and language in ("text", "html"):
            lines += [f"cat > {name} <<'END'", fence.text, "END"]
        if language != "console":
            continue
        for line in fence.text.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
                lines.append(line[2:])
            else:
                shown[-1][1].append(line)
    kept = [line for line in lines if not line.startswith("cd chapters/")]
    return "\n".join(kept), shown


def without_hashes(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{7,40}\b", "HASH", text)


# -- the drawing ---------------------------------------------------------------------------------


def test_the_picture_of_the_lesson_is_what_the_solution_leads_to() -> None:
    drawn = svg({"The history in the end": goal(CHAPTER, STORY)})
    assert (CHAPTER.starters_folder / "history.svg").read_text("utf-8") == drawn


@pytest.mark.parametrize("width", [30, 44, 80])
@pytest.mark.parametrize("unicode", [True, False])
def test_the_graph_fits_the_screen(width: int, unicode: bool) -> None:
    lines = lines_of(goal(CHAPTER, STORY), Screen(width, unicode=unicode))
    assert max(map(len, lines)) <= width
    if not unicode:
        assert all(line.isascii() and "?" not in line for line in lines)


def test_lanes_join_and_part() -> None:
    def commit(name: str, *parents: str, when: int) -> Commit:
        return Commit(name * 40, "0" * 40, tuple(p * 40 for p in parents), ("", ""), when, name)

    commits = [
        commit("a", when=1),
        commit("b", "a", when=2),
        commit("c", "a", when=3),
        commit("d", "b", "c", when=4),
        commit("e", "c", "d", when=5),
    ]
    graph = graph_of(commits, {"e" * 40: ["main"]})
    assert [line.rstrip() for line in lines_of(graph, Screen())] == [
        "  ●   eeeeeee e [main]",
        "  ├─╮",
        "  │ ● ddddddd d",
        "  ├─┤",
        "  ● │ ccccccc c",
        "  │ ● bbbbbbb b",
        "  ├─╯",
        "  ●   aaaaaaa a",
    ]


def test_control_characters_of_a_message_do_not_reach_the_terminal() -> None:
    commit = Commit("a" * 40, "0" * 40, (), ("", ""), 1, "\x1b[2J\x07red")
    assert lines_of(graph_of([commit], {}), Screen()) == ["  ● aaaaaaa [2Jred"]


def test_the_story_is_the_same_on_every_machine() -> None:
    assert making.names_of(STORY)["prepare"].startswith("d67a4cf"), "the lesson shows this hash"
    assert isinstance(STORY, Story)


def test_a_replay_stays_in_its_playground(tmp_path: Path) -> None:
    done = replay(STORY, "cat > ../../out.txt <<'END'\nx\nEND\ncurl x\n'", tmp_path)
    assert done[0] == Done("cat > ../../out.txt", 127, "outside of the playground")
    assert [one.exit_code for one in done[1:]] == [127, 127]
    assert not (tmp_path / "out.txt").exists()
    assert not stat.S_ISLNK((tmp_path / PLAYGROUND).lstat().st_mode)
