"""What waits, and the thread that sends it."""

import os
import threading
import weakref
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Deque, Optional, Tuple

from .sender import SendError


@dataclass(frozen=True)
class Counts:
    waiting: int
    sent: int
    # There was no room for them, or the outbox was closed.
    dropped: int
    # They were refused, or never taken.
    lost: int


class _State:
    """Of one process: what waits, the one under way among it, and what became of the others."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.queue: Deque[Tuple[str, Callable[[], Any]]] = deque()
        self.waiting = self.sent = self.dropped = self.lost = 0
        self.runs = self.closed = False
        self.given_up = threading.Event()


class Background:
    """Does one thing after the other, in a thread of its own. What waits is in memory only.

    After a fork the child begins with nothing: what its parent had queued is the parent's, whose thread goes on there.
    """

    def __init__(self, room: int, on_lost: Optional[Callable[[Exception], None]]) -> None:
        self._room = room
        self._on_lost = on_lost
        self._state = _State()
        _all.add(self)

    def push(self, id: str, send: Callable[[], Any]) -> None:
        state = self._state
        with state.changed:
            if state.closed or state.waiting >= self._room:
                state.dropped += 1
                return
            if not state.runs:
                try:
                    threading.Thread(target=self._work, args=(state,), name="sluice-outbox", daemon=True).start()
                except RuntimeError:  # the interpreter is ending: there is nobody to send it
                    state.dropped += 1
                    return
                state.runs = True
            state.waiting += 1
            state.queue.append((id, send))
            state.changed.notify_all()

    @property
    def counts(self) -> Counts:
        state = self._state
        with state.changed:
            return Counts(state.waiting, state.sent, state.dropped, state.lost)

    def flush(self, timeout: Optional[float] = None) -> bool:
        """True when nothing waits any more, false when the time (seconds) is over; what waits then goes on."""
        state = self._state
        with state.changed:
            return state.changed.wait_for(lambda: state.waiting == 0, timeout)

    def close(self, timeout: Optional[float] = None) -> bool:
        """Takes nothing more and flushes. False: the time was over, and what still waited is given up and counted as lost.

        An attempt under way is not cut: it is the last one of its message.
        """
        state = self._state
        with state.changed:
            state.closed = True
        if self.flush(timeout):
            return True
        state.given_up.set()
        with state.changed:
            left = [id for id, _ in state.queue]
            state.queue.clear()
        for id in left:
            self._end(state, _closed_before(id))
        return False

    def sleep(self, seconds: float) -> None:
        """Of the sender: ends early, and with it the message, when that is given up."""
        if self._state.given_up.wait(seconds):
            raise _GivenUp

    def forget(self) -> None:
        """In the child of a fork, whose locks may be held by threads that are not there."""
        self._state = _State()

    def _work(self, state: _State) -> None:
        # Another state: on_lost has forked, and this is the child. What waits is its parent's.
        while self._state is state:
            with state.changed:
                state.changed.wait_for(lambda: state.queue)
                id, send = state.queue.popleft()
            error: Optional[Exception] = None
            try:
                send()
            except _GivenUp:
                error = _closed_before(id)
            except Exception as thrown:  # noqa: BLE001 - business code never sees it; it is counted and told
                error = thrown
            self._end(state, error)

    def _end(self, state: _State, error: Optional[Exception]) -> None:
        with state.changed:
            state.sent += error is None
            state.lost += error is not None
        if error is not None and self._on_lost is not None:
            try:
                self._on_lost(error)
            except Exception:  # noqa: BLE001 - whoever listens must not stop what comes after
                pass
        with state.changed:
            state.waiting -= 1
            state.changed.notify_all()


class _GivenUp(Exception):
    pass


def _closed_before(id: str) -> SendError:
    return SendError("the outbox was closed before it was taken", id=id, attempts=0, status=None, problem=None)


_all: "weakref.WeakSet[Background]" = weakref.WeakSet()


def _forget_all() -> None:
    for one in list(_all):
        one.forget()


# Windows has neither.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
