"""Sends in the background."""

import queue
import threading
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Optional

from .sender import Sender


@dataclass(frozen=True)
class Counts:
    waiting: int
    sent: int
    # There was no room for them.
    dropped: int
    # They were refused, or never taken.
    lost: int


class Background:
    """Does one thing after the other, in a thread of its own. What waits is in memory only."""

    def __init__(self, room: int, on_lost: Optional[Callable[[Exception], None]]) -> None:
        self._on_lost = on_lost
        self._room = room
        self._queue: "queue.Queue[Callable[[], Any]]" = queue.Queue()
        self._lock = threading.Lock()
        self._waiting = self._sent = self._dropped = self._lost = 0
        self._runs = False

    def push(self, send: Callable[[], Any]) -> None:
        with self._lock:
            if self._waiting >= self._room:
                self._dropped += 1
                return
            self._waiting += 1
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._work, name="sluice-outbox", daemon=True).start()
        self._queue.put(send)

    @property
    def counts(self) -> Counts:
        with self._lock:
            return Counts(self._waiting, self._sent, self._dropped, self._lost)

    def flush(self) -> None:
        self._queue.join()

    def _work(self) -> None:
        while True:
            send = self._queue.get()
            error: Optional[Exception] = None
            try:
                send()
            except Exception as thrown:  # noqa: BLE001 - business code never sees it; it is counted and told
                error = thrown
            with self._lock:
                self._waiting -= 1
                self._sent += error is None
                self._lost += error is not None
            if error is not None and self._on_lost is not None:
                try:
                    self._on_lost(error)
                except Exception:  # noqa: BLE001 - whoever listens must not stop what comes after
                    pass
            self._queue.task_done()


class Outbox:
    """One message after the other, in a thread of its own: whoever pushes is never held up and never sees an error.

    Without a URL ``push`` does nothing. What waits is in memory only: for what must not be lost over a crash, keep it
    yourself and use a ``Sender``.
    """

    def __init__(
        self,
        url: Optional[str],
        *,
        room: int = 1000,
        on_lost: Optional[Callable[[Exception], None]] = None,
        **options: Any,
    ) -> None:
        self._sender = Sender(url, **options) if url else None
        self._background = Background(room, on_lost)

    def push(self, payload: Any, *, id: Optional[str] = None) -> None:
        sender, message_id = self._sender, id or str(uuid.uuid4())
        if sender is not None:
            self._background.push(lambda: sender.send(payload, id=message_id))

    @property
    def counts(self) -> Counts:
        return self._background.counts

    def flush(self) -> None:
        """Returns when nothing waits any more: before the process ends."""
        self._background.flush()
