"""Keys: what a terminal sends, as names."""

from __future__ import annotations

import codecs
import re

NAMED = {
    "A": "up", "B": "down", "H": "home", "F": "end", "5~": "page up", "6~": "page down",
    "1~": "home", "4~": "end", "7~": "home", "8~": "end",
}  # fmt: skip
"""What comes after ESC [ or ESC O."""

PLAIN = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace", " ": "space",
    "\x03": "ctrl-c", "\x04": "ctrl-d", "\x0c": "ctrl-l", "\x1a": "ctrl-z",
}  # fmt: skip

WINDOWS = {"H": "up", "P": "down", "I": "page up", "Q": "page down", "G": "home", "O": "end"}
"""What comes after NUL or 0xE0 in a console of Windows."""

_SEQUENCE = re.compile("\x1b[\\[O]([0-9;]*[@-~])")
_UNFINISHED = re.compile("\x1b(?:[\\[O][0-9;]*)?")


class Decoder:
    """Makes names of bytes, however they are cut."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    @property
    def waits(self) -> bool:
        """Whether an ESC has come that may be a key, or the beginning of one."""
        return bool(self._rest)

    def keys(self, data: bytes) -> list[str]:
        """The keys that are complete; what the workbook has no use for is left out."""
        text = self._rest + self._text.decode(data)
        self._rest = ""
        found: list[str] = []
        while text:
            if not text.startswith("\x1b"):
                found.append(PLAIN.get(text[0], text[0]))
                text = text[1:]
            elif match := _SEQUENCE.match(text):
                found.append(NAMED.get(match[1], ""))
                text = text[match.end() :]
            elif _UNFINISHED.fullmatch(text):
                self._rest = text
                break
            else:
                found.append("escape")
                text = text[1:]
        return [key for key in found if len(key) > 1 or (key.isprintable() and key)]

    def rest(self) -> list[str]:
        """The key that was meant when nothing more comes."""
        found = ["escape"] if self._rest else []
        self._rest = ""
        return found
