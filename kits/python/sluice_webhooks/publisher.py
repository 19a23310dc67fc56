"""Publishes events by Sluice's API."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Optional, Union

from .outbox import Background, Counts
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
        event_id = id or str(uuid.uuid4())
        body: Dict[str, Any] = {"event": event, "data": data, "id": event_id}
        if timestamp is not None:
            if timestamp.tzinfo is None:
                raise ValueError("give the timestamp a time zone")
            body["timestamp"] = timestamp.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
        if user_id is not None:
            body["user_id"] = user_id
        sent = self._sender.send(body, id=event_id)
        answer = json.loads(sent.body)
        return Published(event_id, answer["duplicate"], answer.get("violations", []), sent.attempts)


class EventOutbox:
    """One event after the other, in a thread of its own: whoever pushes is never held up and never sees an error.

    Without a URL ``push`` does nothing. What waits is in memory only: for what must not be lost over a crash, keep it
    yourself and use a ``Publisher``.
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
        self._publisher = Publisher(url, token, **options) if url else None
        self._background = Background(room, on_lost)

    def push(
        self, event: str, data: Any, *, id: Optional[str] = None, user_id: Optional[Union[str, int]] = None
    ) -> None:
        publisher, event_id, now = self._publisher, id or str(uuid.uuid4()), datetime.now(timezone.utc)
        if publisher is not None:
            self._background.push(lambda: publisher.publish(event, data, id=event_id, timestamp=now, user_id=user_id))

    @property
    def counts(self) -> Counts:
        return self._background.counts

    def flush(self) -> None:
        """Returns when nothing waits any more: before the process ends."""
        self._background.flush()
