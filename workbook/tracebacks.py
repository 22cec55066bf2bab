"""Tracebacks cut down to the learner's own lines."""

import os
import traceback
from traceback import FrameSummary, StackSummary, TracebackException


def is_not_begun(error: BaseException) -> bool:
    """Whether it is a starter's `raise NotImplementedError("Step 3")`: to do, not wrong."""
    return isinstance(error, NotImplementedError) and str(error).startswith("Step ")


class Cutter:
    """Cuts tracebacks to the frames of one folder.

    folder: the learner's, as their frames have it.
    shown: the same folder, as a path that a learner sees.
    """

    def __init__(self, folder: str, shown: str) -> None:
        self._folder = os.path.join(folder, "")
        self._shown = shown

    def cut(self, error: BaseException) -> str:
        """The traceback as Python prints it, without the lines of libraries.

        Where none of the lines is the learner's, the last one stays: it is all there is to go by.
        """
        if is_not_begun(error) and (to_do := self._step_to_do(error)):
            return to_do
        whole = TracebackException.from_exception(error)
        last = list(whole.stack)[-1:]
        left = [whole]
        while left:
            one = left.pop()
            self._keep_own(one, last if one is whole and not self._has_own(whole) else [])
            left += [other for other in (one.__cause__, one.__context__) if other]
            left += one.exceptions or []
        return "".join(whole.format()).rstrip("\n")

    def _step_to_do(self, error: BaseException) -> str | None:
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if self._is_own(frame)]
        if not own:
            return None
        return f"{error} is not written yet: {self._show(own[-1].filename)}, line {own[-1].lineno}"

    def _has_own(self, whole: TracebackException) -> bool:
        broken = getattr(whole, "filename", None) or ""  # only a SyntaxError's has one
        return broken.startswith(self._folder) or any(map(self._is_own, whole.stack))

    def _is_own(self, frame: FrameSummary) -> bool:
        return frame.filename.startswith(self._folder)

    def _show(self, filename: str) -> str:
        own = filename.startswith(self._folder)
        return os.path.join(self._shown, filename[len(self._folder) :]) if own else filename

    def _keep_own(self, one: TracebackException, otherwise: list[FrameSummary]) -> None:
        frames = [frame for frame in one.stack if self._is_own(frame)] or otherwise
        for frame in frames:
            frame.filename = self._show(frame.filename)
        # Without a stack its first line, "Traceback (most recent call last):", is left out too.
        one.stack = StackSummary.from_list(frames) if frames else None  # type: ignore[assignment]
        if getattr(one, "filename", None):
            one.filename = self._show(one.filename)
