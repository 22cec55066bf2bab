"""Frames on the socket between the trusted side and the learner's process: four bytes of length,
then JSON.

Only plain values cross it. Whatever else the learner's code returns is described (type, text,
fields), so nothing that
arrives can act in the process that decides.
"""

import base64
import dataclasses
import json
import math
import socket
from pathlib import Path
from typing import Any

FRAME_LIMIT = 8 * 1024 * 1024
TEXT_LIMIT = 1024 * 1024
DEPTH_LIMIT = 30
ITEM_LIMIT = 20_000


def pack(message: dict[str, Any]) -> bytes:
    body = json.dumps(message).encode()
    return len(body).to_bytes(4, "big") + body


def send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(pack(message))


def receive(channel: socket.socket) -> dict[str, Any] | None:
    """The next frame, or None where the other side has closed."""
    head = _exactly(channel, 4)
    if head is None:
        return None
    body = _exactly(channel, int.from_bytes(head, "big"))
    return None if body is None else json.loads(body)


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


class TooBig(Exception):
    """An answer with more items, text or nesting than a check could want."""


class Encoder:
    """Makes JSON of a value; counts as it goes, so that an endless answer ends."""

    def __init__(self) -> None:
        self.left = ITEM_LIMIT

    def encode(self, value: Any, depth: int = 0) -> Any:
        self.left -= 1
        if self.left < 0 or depth > DEPTH_LIMIT:
            raise TooBig
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is int:
            return value if -(2**63) <= value < 2**63 else {"$int": hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"$float": repr(value)}
        if kind is str:
            if len(value) > TEXT_LIMIT:
                raise TooBig
            # A lone surrogate is legal in a str and not in UTF-8; JSON's \u form carries it.
            return value
        if kind is bytes:
            if len(value) > 4 * TEXT_LIMIT:
                raise TooBig
            return {"$bytes": base64.b64encode(value).decode()}
        if kind is list:
            return [self.encode(item, depth + 1) for item in value]
        if kind in (tuple, set, frozenset):
            name = "$tuple" if kind is tuple else "$set"
            return {name: [self.encode(item, depth + 1) for item in value]}
        if kind is dict:
            if all(type(key) is str and not key.startswith("$") for key in value):
                return {key: self.encode(item, depth + 1) for key, item in value.items()}
            pairs = [
                [self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()
            ]
            return {"$dict": pairs}
        return {"$thing": self._describe(value, depth)}

    def _describe(self, value: Any, depth: int) -> dict[str, Any]:
        kind = type(value)
        fields: dict[str, Any] = {}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for item in dataclasses.fields(value):
                if hasattr(value, item.name):
                    fields[item.name] = self.encode(getattr(value, item.name), depth + 1)
        bases = [base.__name__ for base in kind.__mro__]
        return {"type": kind.__name__, "bases": bases, "text": text_of(value), "fields": fields}


def text_of(value: Any) -> str:
    """`str` of an exception or a path, `repr` of the rest; never raises, never long."""
    try:
        text = str(value) if isinstance(value, BaseException | Path | str) else repr(value)
    except Exception as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        text = f"<{type(value).__name__} whose text raised {type(error).__name__}>"
    return text if len(text) <= 2000 else text[:2000] + " …"


@dataclasses.dataclass(frozen=True, slots=True)
class Thing:
    """An object of the learner's process, as described from there."""

    type: str
    bases: tuple[str, ...] = ()
    text: str = ""
    fields: dict[str, Any] = dataclasses.field(default_factory=dict)

    def is_a(self, name: str) -> bool:
        """Whether its class, or one it inherits from, has this name."""
        return name in self.bases

    def __repr__(self) -> str:
        return f"{self.type}({self.text!r})" if self.is_a("BaseException") else self.text


def decode(value: Any) -> Any:
    """The value that `Encoder.encode` described.

    Raises ValueError, TypeError, KeyError or AttributeError on what it could not have written.
    """
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) != 1 or not next(iter(value)).startswith("$"):
        return {key: decode(item) for key, item in value.items()}
    name, inner = next(iter(value.items()))
    match name:
        case "$int":
            return int(inner, 16)
        case "$float":
            return float(inner)
        case "$bytes":
            return base64.b64decode(inner)
        case "$tuple":
            return tuple(decode(item) for item in inner)
        case "$set":
            return frozenset(_hashable(decode(item)) for item in inner)
        case "$dict":
            return {_hashable(decode(key)): decode(item) for key, item in inner}
        case "$thing":
            fields = {str(key): decode(item) for key, item in inner["fields"].items()}
            bases = tuple(map(str, inner["bases"]))
            return Thing(str(inner["type"]), bases, str(inner["text"]), fields)
    raise ValueError(f"unknown form {name}")


def _hashable(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        return Thing(type(value).__name__, (), repr(value))
    return value
