"""Which words of a program are comments, texts and keywords, if Pygments is there to tell."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from itertools import groupby
from typing import Any

Part = tuple[str, str]
"""A piece of a line, and what it is: "comment", "string", "keyword", or "" for all else."""

LEXERS = {
    ".py": ("pygments.lexers.python", "PythonLexer"),
    ".html": ("pygments.lexers.templates", "HtmlDjangoLexer"),
}
"""By name: to have Pygments look for the fitting one takes ten times as long."""


def coloured(lines: Sequence[str], name: str) -> list[list[Part]]:
    """Each line in parts. Lines of a file that Pygments does not know are one part each."""
    plain = [[(line, "")] for line in lines]
    lexer = _lexer(name)
    if lexer is None:
        return plain
    found: list[list[Part]] = [[]]
    tokens = lexer.get_tokens("\n".join(lines))
    for meaning, run in groupby(tokens, key=lambda token: _meaning(token[0])):
        first, *rest = "".join(text for _, text in run).split("\n")
        found[-1].append((first, meaning))
        found += [[(line, meaning)] for line in rest]
    texts = ["".join(text for text, _ in parts) for parts in found]
    return found if texts == list(lines) else plain


def _lexer(name: str) -> Any:
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix not in LEXERS:
        return None
    module, kind = LEXERS[suffix]
    try:
        return getattr(import_module(module), kind)(stripnl=False, ensurenl=False)
    except (ImportError, AttributeError):
        return None


def _meaning(kind: Any) -> str:
    # A kind of Pygments writes itself as "Token.Literal.String.Doc".
    names = str(kind).split(".")
    if "Comment" in names:
        return "comment"
    if "String" in names:
        return "string"
    return "keyword" if "Keyword" in names or "Word" in names else ""
