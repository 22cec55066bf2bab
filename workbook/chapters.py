"""Chapters: what exists, found by reading `chapters/`; no list of them anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.errors import WorkbookError

if TYPE_CHECKING:
    from workbook.stage_file import Stage

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Chapter:
    """One chapter: the folders of its name below `root`, and what can be read from them."""

    root: Path
    number: str
    """Two digits: "04"."""
    slug: str

    @property
    def name(self) -> str:
        """The name of its folders: "ch04_server"."""
        return f"ch{self.number}_{self.slug}"

    @property
    def starters_folder(self) -> Path:
        return self.root / "chapters" / self.name

    @property
    def solutions_folder(self) -> Path:
        return self.root / "solutions" / self.name

    @property
    def checks_folder(self) -> Path:
        return self.root / "checks" / self.name

    @property
    def lesson(self) -> Path:
        return self.starters_folder / "README.md"

    @cached_property
    def title(self) -> str:
        """The lesson's H1; made from the slug while there is none."""
        titles = (text for level, text in self._headings if level == 1)
        return next(titles, self.slug.replace("_", " ").capitalize())

    @cached_property
    def steps(self) -> dict[int, str]:
        """Number and title of each step that the lesson has, in its order."""
        found: dict[int, str] = {}
        for level, text in self._headings:
            head, colon, title = text.partition(":")
            word, _, number = head.partition(" ")
            if level == 2 and colon and word == "Step" and number.isdecimal():
                found[int(number)] = title.strip()
        return found

    @property
    def files(self) -> tuple[str, ...]:
        """Relative POSIX names of all its files, from the solution; sorted."""
        folder = self.solutions_folder
        return tuple(sorted(_visible_files(folder, folder))) if folder.is_dir() else ()

    @property
    def starters(self) -> tuple[str, ...]:
        """The files that the learner edits: those with regions."""
        return tuple(name for name in self.files if self._has_regions(name))

    @property
    def given(self) -> tuple[str, ...]:
        """The files that are the same for everybody: those without regions."""
        return tuple(name for name in self.files if not self._has_regions(name))

    @property
    def main_file(self) -> str:
        """The learner's own file that `run` starts; where it starts a given one, the first."""
        own = self.starters
        return own[0] if own and self.stage.file not in own else self.stage.file

    @cached_property
    def stage(self) -> Stage:
        """What `stage.toml` says. Raises WorkbookError for what is wrong in it."""
        from workbook.stage_file import read_stage  # here, because a list needs none of it

        path = self.checks_folder / "stage.toml"
        try:
            return read_stage(path, self.files)
        except ValueError as error:  # also what tomllib and a wrong encoding raise
            where = path.relative_to(self.root).as_posix()
            raise WorkbookError(
                f"{where}: {error}", "CONTRIBUTING.md says what it holds."
            ) from None

    def solution(self, name: str) -> str:
        """The text of one file of the solution, with the line endings that it has."""
        path = self.solutions_folder / name
        try:
            return path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            where = path.relative_to(self.root).as_posix()
            raise WorkbookError(f"{where} cannot be read as text: {error}.") from None

    def pristine(self, name: str) -> bytes:
        """What one of its files holds before the learner's first edit: the starter, or as given.

        Raises RegionError, naming the file, where the solution's region lines do not fit together.
        """
        from workbook import regions  # here, because listing the chapters needs none of it

        if not self._has_regions(name):
            return (self.solutions_folder / name).read_bytes()
        try:
            return regions.starter(self.solution(name)).encode()
        except regions.RegionError as error:
            where = (self.solutions_folder / name).relative_to(self.root).as_posix()
            raise regions.RegionError(f"{where}: {error.happened}", error.advice) from None

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        """(level, text) of each heading of the lesson, those in code blocks left out."""
        try:
            lines = self.lesson.read_text("utf-8", errors="replace").splitlines()
        except OSError:
            return []
        found: list[tuple[int, str]] = []
        fence = ""
        for line in lines:
            bare = line.strip()
            if bare.startswith(("```", "~~~")) and (not fence or bare.startswith(fence)):
                fence = "" if fence else bare[:3]
            elif not fence and line.startswith("#"):
                text = line.lstrip("#")
                if text.startswith(" "):
                    found.append((len(line) - len(text), text.strip()))
        return found

    def _has_regions(self, name: str) -> bool:
        content = (self.solutions_folder / name).read_bytes()
        if b"region" not in content:
            return False
        from workbook.regions import has_regions  # here, as above

        return has_regions(content.decode(errors="replace"))


def find_chapters(root: Path = ROOT) -> tuple[Chapter, ...]:
    """All chapters below `root`, by number.

    A folder of `chapters/` that is not called chNN_noun, or has neither a solution nor checks (a
    learner's own copy `ch04_server_old`, say), is no chapter.
    """
    folder = root / "chapters"
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = []
    for name in names:
        number, _, slug = name.removeprefix("ch").partition("_")
        is_one = name.startswith("ch") and len(number) == 2 and number.isdecimal()
        if is_one and is_slug(slug) and (folder / name).is_dir():
            chapter = Chapter(root, number, slug)
            if chapter.solutions_folder.is_dir() or chapter.checks_folder.is_dir():
                found.append(chapter)
    return tuple(found)


def is_slug(text: str) -> bool:
    """Whether `text` can follow the number in a chapter's name: small letters, digits, `_`."""
    plain = text.isascii() and text.isidentifier() and text == text.lower()
    return plain and not text.startswith("_") and not text.endswith("_")


def get_chapter(root: Path, text: str) -> Chapter:
    """The chapter meant by "7", "07", "ch07", "uploads", "ch07_uploads", "chapters/ch07_uploads/"
    or any file below that.

    Raises WorkbookError with exit code 2 where that is none, or more than one.
    """
    chapters = find_chapters(root)
    *folders, word = text.strip().replace("\\", "/").rstrip("/").lower().split("/")
    names = {chapter.name for chapter in chapters}
    word = next((folder for folder in reversed(folders) if folder in names), word)
    digits = word.removeprefix("ch")
    number = f"{int(digits):02}" if digits.isascii() and digits.isdecimal() else None
    found = [c for c in chapters if number == c.number or word in (c.slug, c.name)]
    if len(found) > 1:
        listed = " and ".join(chapter.name for chapter in found)
        raise WorkbookError(
            f'"{text}" can mean {listed}.', "Give the whole name of the folder.", exit_code=2
        )
    if not found:
        quoted = number or f'"{text}"'
        advice = f"{_which(chapters, word)} Try: tutorial.py list"
        raise WorkbookError(f"There is no chapter {quoted}.", advice, exit_code=2)
    return found[0]


def _which(chapters: Sequence[Chapter], word: str) -> str:
    """The sentence about the chapters that there are."""
    if not chapters:
        return "No chapters were found."
    from difflib import get_close_matches  # here, because only a slip of the fingers needs it

    if close := get_close_matches(word, [chapter.slug for chapter in chapters], 1):
        return f"Did you mean {close[0]}?"
    numbers = [chapter.number for chapter in chapters]
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return f"Chapters: {numbers[0]} to {numbers[-1]}."
    return f"Chapters: {', '.join(numbers)}."


def _visible_files(folder: Path, top: Path) -> list[str]:
    found: list[str] = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__" or ".sqlite3" in path.name:
            continue
        if path.is_dir():
            found += _visible_files(path, top)
        elif path.is_file():
            found.append(path.relative_to(top).as_posix())
    return found
