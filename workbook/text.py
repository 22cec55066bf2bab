"""Text that came from a learner's program, made safe to show."""

import re

# Control characters, and those that turn the direction of writing round.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without control characters, so that a program's output cannot act on the terminal it
    is shown on.
    """
    without = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    return without.encode("utf-8", "replace").decode("utf-8")
