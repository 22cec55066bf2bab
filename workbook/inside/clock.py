"""The clock that a question runs on: the real one, or a virtual one on which sleeping takes no time
and is exact.

The virtual clock is a selector: where the event loop would wait for its next timer, the clock jumps
there instead. `time.sleep` moves
it too, and stops the loop meanwhile, as it does in life. A thread that works keeps the clock still;
a thread that sleeps is a timer.
"""

import asyncio
import selectors
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

_real_sleep = time.sleep
_real_perf_counter = time.perf_counter
_real_monotonic = time.monotonic
_real_time = time.time


THREADS = 32
"""How many threads `asyncio.to_thread` has on the virtual clock."""


class NothingToWaitFor(RuntimeError):
    """The program waits for something that can never come: no timer, no thread, no connection is
    left.
    """


class RealClock:
    """Seconds since the question began, as they pass."""

    virtual = False

    def __init__(self) -> None:
        self._began = _real_perf_counter()

    def now(self) -> float:
        return _real_perf_counter() - self._began

    def new_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.SelectorEventLoop()

    def sleep(self, seconds: Any) -> None:
        _real_sleep(seconds)


class VirtualClock:
    """Seconds that pass only where the program sleeps."""

    virtual = True

    def __init__(self) -> None:
        self._now = 0.0
        self._crowds: dict[int, tuple[int, int]] = {}
        self._sleeping: list[tuple[float, threading.Event]] = []
        self._lock = threading.Lock()
        self._loop_thread = threading.get_ident()

    def now(self) -> float:
        # Sums of floats would show 0.30000000000000004; nobody sleeps for less than a nanosecond.
        return round(self._now, 9)

    def new_loop(self) -> asyncio.AbstractEventLoop:
        self._loop_thread = threading.get_ident()
        return _VirtualLoop(self)

    def advance(self, seconds: float) -> None:
        self._now += max(0.0, seconds)
        self._wake()

    def sleep(self, seconds: Any) -> None:
        """`time.sleep`: in the loop's thread the clock jumps; in another one the sleeper waits
        until the loop's clock has come so far.
        """
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if threading.get_ident() == self._loop_thread or not self._busy:
            self.advance(seconds)
            return
        woken = threading.Event()
        with self._lock:
            self._sleeping.append((self._now + seconds, woken))
        woken.wait()

    def thread_began(self, crowd: object = None, most: int = 1_000) -> None:
        """A job was given to the threads of `crowd`, of which at most `most` work at a time."""
        with self._lock:
            count, _ = self._crowds.get(id(crowd), (0, most))
            self._crowds[id(crowd)] = count + 1, most

    def thread_ended(self, crowd: object = None) -> None:
        with self._lock:
            count, most = self._crowds[id(crowd)]
            self._crowds[id(crowd)] = count - 1, most

    @property
    def _busy(self) -> int:
        """How many threads work or sleep now; jobs that wait for a thread do neither."""
        return sum(min(count, most) for count, most in self._crowds.values())

    def next_sleeper(self) -> float | None:
        """When the first sleeping thread wakes; None unless all busy threads sleep."""
        with self._lock:
            if not self._sleeping or len(self._sleeping) < self._busy:
                return None
            return min(until for until, _ in self._sleeping)

    @property
    def busy(self) -> bool:
        return self._busy > 0

    def _wake(self) -> None:
        with self._lock:
            due = [item for item in self._sleeping if item[0] <= self._now + 1e-9]
            self._sleeping = [item for item in self._sleeping if item not in due]
        for _, woken in due:
            woken.set()


class _VirtualSelector(selectors.DefaultSelector):
    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        clock = self._clock
        wakes = clock.next_sleeper()
        if wakes is not None and (timeout is None or wakes <= clock.now() + timeout):
            clock.advance(wakes - clock.now())
            return super().select(0.05)
        if clock.busy and wakes is None:
            return super().select(0.05)
        if len(self.get_map()) > 1:
            # A real connection: nothing virtual about it, so wait a moment for it before the clock
            # moves on.
            ready = super().select(min(0.01, timeout or 0.01))
            if ready or timeout is None:
                return ready
        if timeout is None:
            raise NothingToWaitFor("the program waits for something that can never come")
        clock.advance(timeout)
        return []


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(_VirtualSelector(clock))
        self._virtual = clock
        # As many threads on every machine, so that what takes turns does so everywhere.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="asyncio")
        self.set_default_executor(self._threads)

    def time(self) -> float:
        return self._virtual._now

    def run_in_executor(  # type: ignore[override]  # its generic form says no more
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        crowd = executor or self._threads
        most = getattr(crowd, "_max_workers", 1_000)
        # Counted up first: the thread may sleep before this one comes to its next line.
        self._virtual.thread_began(crowd, most)
        try:
            future: asyncio.Future[Any] = super().run_in_executor(executor, func, *args)
        except BaseException:
            self._virtual.thread_ended(crowd)
            raise
        # Counted down in the loop, after the result has arrived: the clock must not jump between.
        future.add_done_callback(lambda _: self._virtual.thread_ended(crowd))
        return future

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        self._virtual.thread_began()
        try:
            await super().shutdown_default_executor()
        finally:
            self._virtual.thread_ended()


Clock = RealClock | VirtualClock


class Clocks:
    """Puts a switch under `time` before the learner's file is read, so that `from time import
    sleep` gets it too.
    """

    def __init__(self) -> None:
        self.current: Clock = RealClock()
        self._new_loop = asyncio.events.new_event_loop
        time.sleep = lambda seconds: self.current.sleep(seconds)
        time.monotonic = self._dispatch(_real_monotonic)
        time.perf_counter = self._dispatch(_real_perf_counter)
        time.time = self._dispatch(_real_time)

    def _dispatch(self, real: Callable[[], float]) -> Callable[[], float]:
        began = real()
        return lambda: began + self.current.now() if self.current.virtual else real()

    def use(self, name: str) -> Clock:
        """Switch to a fresh clock, "real" or "virtual"; every event loop made from now on runs on
        it.
        """
        virtual = name == "virtual"
        self.current = VirtualClock() if virtual else RealClock()
        new_loop = self.current.new_loop if virtual else self._new_loop
        asyncio.events.new_event_loop = new_loop
        asyncio.new_event_loop = new_loop
        return self.current
