"""A time limit for code that may never end: Python's own interrupt, sent by a timer.

    with TimeLimit(20) as limit:
        limit.call(function, *arguments)  # raises TookTooLong after 20 s

Only what `call` runs counts, and only that is interrupted. The interrupt reaches Python code that
loops; a single call into a library that never returns cannot be ended from within.
"""

import signal
import sys
import threading
import time
from _thread import interrupt_main
from collections.abc import Callable
from types import FrameType
from typing import Any

AGAIN = 0.1  # seconds until the next interrupt: one may have been caught, or come at a bad moment


class TookTooLong(BaseException):
    """The code under a time limit did not end. No `except Exception` catches it."""


class TimeLimit:
    """Lets code run for `seconds` in all; on another thread than the main one, without a limit.

    While it is open, Ctrl-C and Jupyter's interrupt work as before.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.used = seconds, 0.0
        self._since: float | None = None  # when the call began that runs now
        self._is_due = False  # the timer has sent an interrupt
        self._is_held = True  # the reader's own interrupt waits until all is in its place
        self._is_missed = False
        self._is_closed = threading.Event()
        self._timer = threading.Thread(target=self._watch, daemon=True)
        self._before: Any = None  # what handled interrupts; None where this one does not

    def __enter__(self) -> "TimeLimit":
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
        if self._before is not None:
            signal.signal(signal.SIGINT, self._on_interrupt)
            self._timer.start()
        self._is_held = False
        return self

    def call(self, function: Callable, *given: Any) -> Any:
        """Return function(*given). Raises TookTooLong once the seconds are used up."""
        began = time.monotonic()
        try:
            self._since = began
            return function(*given)
        finally:
            self._since = None  # first of all: from here on nothing is interrupted
            self.used += time.monotonic() - began
            if sys.gettrace() == self._trace:
                sys.settrace(None)

    def __exit__(self, *_: object) -> None:
        self._is_held = True
        if self._before is None:
            return
        self._is_closed.set()
        self._timer.join()  # whatever it has sent is sent
        # Python looks for interrupts that wait before it changes who handles them. So a late one
        # ends in `_on_interrupt`, and never in the reader's next cell.
        signal.signal(signal.SIGINT, self._before)
        if self._is_missed:
            signal.raise_signal(signal.SIGINT)

    def _watch(self) -> None:
        while not self._is_closed.wait(AGAIN):
            since = self._since
            if since is not None and self.used + time.monotonic() - since > self.seconds:
                self._is_due = True
                interrupt_main()

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._is_due:
            self._is_due = False
            if self._since is not None and sys.gettrace() in (None, self._trace):  # no debugger's
                self._insist(frame)
                raise TookTooLong
        elif self._is_held:
            self._is_missed = True
        elif callable(self._before):
            self._before(number, frame)
        elif self._before != signal.SIG_IGN:
            raise KeyboardInterrupt

    def _insist(self, frame: FrameType | None) -> None:
        """Follow what the interrupted code does next, in case it has an `except:` that catches all."""
        sys.settrace(self._trace)
        while frame is not None and frame.f_code is not self.call.__code__:
            frame.f_trace, frame = self._trace, frame.f_back

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Raise where TookTooLong has been caught: from within `except` there is only one way, out."""
        if event == "line" and self._since is not None and sys.exc_info()[0] is TookTooLong:
            raise TookTooLong
        return self._trace
