"""Publishes events by Sluice's API."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

from .background import Background, Counts
from .payload import Payload
from .sender import Sender


@dataclass(frozen=True)
class Published:
    """It is on disk there."""

    id: str
    # Sluice had an event of this id already.
    duplicate: bool
    # What of the data is not as the schema of its type says (path, expected, got); it was taken all the same.
    violations: List[Dict[str, str]]
    attempts: int


class Publisher:
    """Publishes events with the retries of a ``Sender``: the id makes each of them safe.

    ``url`` is where Sluice is reached, ``token`` an API token with the scope ``events:write``; the options are those of a
    ``Sender``.
    """

    def __init__(self, url: str, token: str, **options: Any) -> None:
        headers = {**options.pop("headers", {}), "authorization": f"Bearer {token}"}
        self._sender = Sender(f"{url.rstrip('/')}/api/v1/events", headers=headers, **options)

    def publish(
        self,
        event: str,
        data: Any,
        *,
        id: Optional[str] = None,
        timestamp: Optional[datetime] = None,
        user_id: Optional[Union[str, int]] = None,
    ) -> Published:
        """Raises a ``SendError``; its problem is ``event-refused`` where the type insists on its schema.

        ``id``: what the event is known by, the same in every attempt and whenever you publish it again. Left out: a random one.
        ``timestamp``: when it happened, with its time zone.
        """
        return self._publish(*_event(event, data, id, timestamp, user_id))

    def _publish(self, id: str, payload: Payload) -> Published:
        sent = self._sender.send(payload, id=id)
        answer = json.loads(sent.body)
        return Published(id, answer["duplicate"], answer.get("violations", []), sent.attempts)


def _event(
    event: str, data: Any, id: Optional[str], timestamp: Optional[datetime], user_id: Optional[Union[str, int]]
) -> Tuple[str, Payload]:
    event_id = id or str(uuid.uuid4())
    body: Dict[str, Any] = {"event": event, "data": data, "id": event_id}
    if timestamp is not None:
        if timestamp.tzinfo is None:
            raise ValueError("give the timestamp a time zone")
        body["timestamp"] = timestamp.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    if user_id is not None:
        body["user_id"] = user_id
    return event_id, Payload.of(body)


class EventOutbox:
    """One event after the other, in a thread of its own: whoever pushes is never held up, and sees no error of the sending.

    Without a URL ``push`` does nothing; a URL that is none raises a ``ValueError`` here. What waits is in memory only: for
    what must not be lost over a crash, keep it yourself and use a ``Publisher``. After a fork the child begins with nothing
    that waits.
    """

    def __init__(
        self,
        url: Optional[str],
        token: str = "",
        *,
        room: int = 1000,
        on_lost: Optional[Callable[[Exception], None]] = None,
        **options: Any,
    ) -> None:
        self._background = Background(room, on_lost)
        self._publisher = Publisher(url, token, **{"sleep": self._background.sleep, **options}) if url else None

    def push(
        self, event: str, data: Any, *, id: Optional[str] = None, user_id: Optional[Union[str, int]] = None
    ) -> None:
        """Publishes the data as they are now. Raises a ``ValueError`` for data that are no JSON, and nothing else."""
        publisher = self._publisher
        if publisher is not None:
            event_id, payload = _event(event, data, id, datetime.now(timezone.utc), user_id)
            self._background.push(event_id, lambda: publisher._publish(event_id, payload))

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
