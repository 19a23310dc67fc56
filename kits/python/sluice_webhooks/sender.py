"""Sends to a trigger URL."""

import http.client
import json
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from .payload import Payload
from .retries import Backoff, is_worth_retrying, wait_before
from .signing import Signing

# More of an answer than anybody reads.
_MAX_ANSWER = 10 * 1024 * 1024


@dataclass(frozen=True)
class Sent:
    """It was taken."""

    id: str
    status: int
    attempts: int
    delivery_id: Optional[str]
    execution_id: Optional[str]
    # Sluice had it already, and answers as it did then.
    replayed: bool
    # What the workflow answered.
    body: str


class SendError(Exception):
    """It was not taken, and sending the same again will not help now.

    ``problem`` is why, as Sluice says it (RFC 9457): ``code``, ``detail``, and ``violations`` for a broken contract.
    """

    def __init__(
        self, message: str, *, id: str, attempts: int, status: Optional[int], problem: Optional[Dict[str, Any]]
    ) -> None:
        super().__init__(message)
        self.id = id
        self.attempts = attempts
        self.status = status
        self.problem = problem


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the body and its signature somewhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Sender:
    """Sends values as JSON, or bytes as they are, signed, with retries under the same id.

    Raises a ``ValueError`` for a URL that no attempt could reach.
    """

    def __init__(
        self,
        url: str,
        *,
        signing: Optional[Signing] = None,
        headers: Optional[Mapping[str, str]] = None,
        attempts: int = 5,
        timeout: float = 10.0,
        backoff: Backoff = Backoff(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = _target(url)
        self._signing = signing
        self._headers = dict(headers or {})
        self._attempts = attempts
        self._timeout = timeout
        self._backoff = backoff
        self._sleep = sleep
        self._opener = urllib.request.build_opener(_NoRedirects)

    def send(self, payload: Any, *, id: Optional[str] = None) -> Sent:
        """Raises a ``SendError`` when it was not taken, a ``ValueError`` for a payload that is no JSON.

        ``id``: what the message is known by, the same in every attempt and whenever you send it again. Left out: a random one.
        """
        message_id = id or str(uuid.uuid4())
        made = Payload.of(payload)
        attempt = 0
        while True:
            attempt += 1
            status: Optional[int] = None
            answer_headers: Mapping[str, str] = {}
            text = ""
            cause: Optional[BaseException] = None
            try:
                status, answer_headers, text = self._attempt(message_id, made)
            except (OSError, http.client.HTTPException) as error:
                cause = error
            if status is not None and 200 <= status < 300:
                return _sent(message_id, attempt, status, answer_headers, text)
            problem = _read_problem(answer_headers, text)
            is_final = status is not None and not is_worth_retrying(status, problem)
            if is_final or attempt >= self._attempts:
                raise SendError(
                    f"not taken after {attempt} attempts: {_why(status, problem)}",
                    id=message_id,
                    attempts=attempt,
                    status=status,
                    problem=problem,
                ) from cause
            self._sleep(
                wait_before(
                    attempt=attempt,
                    retry_after=answer_headers.get("retry-after"),
                    backoff=self._backoff,
                    now=time.time(),
                    random=random.random(),
                )
            )

    def _attempt(self, id: str, payload: Payload) -> Tuple[int, Mapping[str, str], str]:
        body = payload.body
        headers = {"content-type": payload.content_type, "idempotency-key": id, **self._headers}
        if self._signing is not None:
            headers.update(self._signing.headers(id=id, timestamp=int(time.time()), body=body))
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return response.status, _lower(response.headers), _text(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _lower(error.headers), _text(error)


def _target(url: str) -> str:
    try:
        parts = urllib.parse.urlsplit(url)
        # Reading the port looks at it.
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except (AttributeError, TypeError, ValueError):
        is_one = False
    if not is_one:
        raise ValueError("the URL is none that begins with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("the URL holds a name or a password: give them in the header authorization")
    if not re.fullmatch("[!-~]+", url):
        raise ValueError("the URL holds a space, or letters that are not ASCII: percent-encode them")
    return url


def _lower(headers: Any) -> Dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _text(response: Any) -> str:
    return response.read(_MAX_ANSWER).decode("utf-8", "replace")


def _read_problem(headers: Mapping[str, str], text: str) -> Optional[Dict[str, Any]]:
    if not headers.get("content-type", "").startswith("application/problem+json"):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("code"), str) else None


def _why(status: Optional[int], problem: Optional[Mapping[str, Any]]) -> str:
    if problem is not None:
        return f"{problem['code']}: {problem.get('detail', '')}"
    return "no answer" if status is None else f"status {status}"


def _sent(id: str, attempts: int, status: int, headers: Mapping[str, str], body: str) -> Sent:
    return Sent(
        id=id,
        status=status,
        attempts=attempts,
        delivery_id=headers.get("sluice-delivery-id"),
        execution_id=headers.get("sluice-execution-id"),
        replayed=headers.get("idempotency-replayed") == "true",
        body=body,
    )
