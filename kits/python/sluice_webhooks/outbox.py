"""Sends in the background."""

import uuid
from typing import Any, Callable, Optional

from .background import Background, Counts
from .payload import Payload
from .sender import Sender


class Outbox:
    """One message after the other, in a thread of its own: whoever pushes is never held up, and sees no error of the sending.

    Without a URL ``push`` does nothing; a URL that is none raises a ``ValueError`` here. What waits is in memory only: for
    what must not be lost over a crash, keep it yourself and use a ``Sender``. After a fork the child begins with nothing that
    waits.
    """

    def __init__(
        self,
        url: Optional[str],
        *,
        room: int = 1000,
        on_lost: Optional[Callable[[Exception], None]] = None,
        **options: Any,
    ) -> None:
        self._background = Background(room, on_lost)
        self._sender = Sender(url, **{"sleep": self._background.sleep, **options}) if url else None

    def push(self, payload: Any, *, id: Optional[str] = None) -> None:
        """Sends the value as it is now. Raises a ``ValueError`` for one that is no JSON, and nothing else."""
        sender, message_id = self._sender, id or str(uuid.uuid4())
        if sender is not None:
            made = Payload.of(payload)
            self._background.push(message_id, lambda: sender.send(made, id=message_id))

    @property
    def counts(self) -> Counts:
        return self._background.counts

    def flush(self, timeout: Optional[float] = None) -> bool:
        """True when nothing waits any more, false when the time (seconds) is over; what waits then goes on."""
        return self._background.flush(timeout)

    def close(self, timeout: Optional[float] = None) -> bool:
        """The end, before the process ends: takes nothing more and flushes.

        False: the time was over, and what still waited is given up and counted as lost.
        """
        return self._background.close(timeout)
