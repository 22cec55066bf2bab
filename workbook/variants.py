"""Variants of a solution: named mistakes (`wrong/`) and other right answers (`also_right/`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import regions
from workbook.chapters import Chapter
from workbook.errors import WorkbookError
from workbook.region_lines import after_comment, code_lines, marker


@dataclass(frozen=True)
class Variant:
    """One file of `wrong/` or `also_right/`: what it stands for, and the lines that differ."""

    name: str
    """In kebab case, as `mistake(…)` gives it: "forgets-commit"."""
    path: Path
    file: str
    """The file of the chapter that it replaces, or parts of which."""
    fails: tuple[str, ...]
    """The checks that fail on it; none for another right answer."""
    text: str
    """The sentence of its head."""

    def apply(self, chapter: Chapter) -> dict[str, str]:
        """{file: text} of the solution with this variant in it.

        Its regions are laid over the solution's; a variant without a region is the whole file.
        Raises RegionError, naming the variant, where they do not fit.
        """
        own = _read(self.path)
        if not regions.has_regions(own):
            return {self.file: own}
        try:
            _refuse_loose_lines(own)
            return {self.file: regions.overlay(chapter.solution(self.file), own)}
        except regions.RegionError as error:
            where = _short(self.path, chapter)
            raise regions.RegionError(f"{where}: {error.happened}", error.advice) from None


def wrong(chapter: Chapter) -> tuple[Variant, ...]:
    """The mistakes that the chapter names, by name. Raises WorkbookError for a bad head."""
    found = _variants(chapter, "wrong")
    for variant in found:
        if not variant.fails:
            raise _bad_head(variant.path, chapter, "does not say which checks fail on it")
    return found


def also_right(chapter: Chapter) -> tuple[Variant, ...]:
    """The chapter's other right answers, by name. Raises WorkbookError for a bad head."""
    found = _variants(chapter, "also_right")
    for variant in found:
        if variant.fails:
            raise _bad_head(variant.path, chapter, "is right, and names checks that fail")
    return found


def _variants(chapter: Chapter, folder: str) -> tuple[Variant, ...]:
    place = chapter.checks_folder / folder
    paths = sorted(place.iterdir()) if place.is_dir() else []
    return tuple(
        _variant(path, chapter)
        for path in paths
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".pyc"
    )


def _variant(path: Path, chapter: Chapter) -> Variant:
    """Reads one variant's head, and looks whether it holds together with its chapter."""
    fields = {"fails": "", "file": "", "": ""}
    field = ""
    for line in _head(_read(path)):
        name, colon, value = line.partition(":")
        goes_on = fields["fails"].endswith(",") or line.startswith("test_")
        if colon and name in ("fails", "file"):
            field, line = name, value.strip()
        elif not (field == "fails" and goes_on):
            field = ""
        fields[field] += f" {line}"
    fails = tuple(fields["fails"].replace(",", " ").split())
    if odd := [part for part in fails if not part.startswith("test_")]:
        raise _bad_head(path, chapter, f'lists "{odd[0]}", which is no name of a check')
    if len(set(fails)) < len(fails):
        raise _bad_head(path, chapter, "lists a check twice")
    if not fields[""].strip():
        raise _bad_head(path, chapter, "has no sentence that says what happens")
    file = fields["file"].strip() or _only_file(chapter)
    if file not in chapter.files:
        what = f'is for "{file}", which the chapter has not' if file else "does not name its file"
        raise _bad_head(path, chapter, what)
    return Variant(path.stem.replace("_", "-"), path, file, fails, fields[""].strip())


def _head(text: str) -> list[str]:
    """The lines of the comment that a variant begins with, without its marks."""
    lines = text.removeprefix("\ufeff").strip().split("\n")
    jinja = lines[0].lstrip().startswith("{#")
    end = 0
    while end < len(lines) and not marker(lines[end]):
        after = after_comment(lines, end, jinja)
        if after == end:
            break
        end = after
    return [_words(line) for line in lines[:end]]


def _words(line: str) -> str:
    """A line of a comment without the comment's marks."""
    bare = line.strip()
    if not bare.startswith("#"):
        bare = bare.removeprefix("{#").removeprefix("-").removesuffix("#}").removesuffix("-")
    return bare.removeprefix("#").strip()


def _only_file(chapter: Chapter) -> str:
    """The file that is meant where none is named: the one to edit, or the one there is."""
    for names in (chapter.starters, chapter.files):
        if len(names) == 1:
            return names[0]
    return ""


def _refuse_loose_lines(text: str) -> None:
    """Raises RegionError for code outside of the regions, which would be left out silently."""
    lines: Sequence[str] = text.split("\n")
    found = regions.parse(text)
    inside = {at for region in found for at in range(region.first - 1, region.last)}
    jinja = found[0].jinja
    for at in code_lines(["" if at in inside else line for at, line in enumerate(lines)], jinja):
        raise regions.RegionError(
            f"Line {at + 1}: this stands outside of the regions.",
            "Put it into a region, or write the whole file without region lines.",
        )


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise WorkbookError(f"{path} cannot be read as text: {error}.") from None


def _short(path: Path, chapter: Chapter) -> str:
    return path.relative_to(chapter.root).as_posix()


def _bad_head(path: Path, chapter: Chapter, what: str) -> WorkbookError:
    return WorkbookError(
        f"{_short(path, chapter)} {what}.",
        'It begins with "# fails: test_…" (a mistake only), "# file: …" and a sentence, '
        "with no blank line between.",
    )
