"""When the same is sent again, and how long later."""

import email.utils
import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional

# What Sluice asks to be sent again. Everything else that it names is final.
_PASSING = frozenset(
    {
        "rate-limited",
        "overloaded",
        "workflow-paused",
        "duplicate-in-progress",
        "request-timeout",
        "filter-failed",
        "dedupe-failed",
        "concurrency-failed",
        "trigger-unreadable",
    }
)


@dataclass(frozen=True)
class Backoff:
    # The first wait, in seconds; each further one is twice as long.
    first: float = 0.5
    # The longest, whatever the server asks for.
    longest: float = 60.0


def is_worth_retrying(status: int, problem: Optional[Mapping[str, Any]]) -> bool:
    """Whether sending the same again may help.

    A problem of Sluice says it by its code: a workflow that failed or goes on without an answer is not started twice.
    Without one (a proxy in front): 408, 429 and 5xx.
    """
    if problem is not None:
        return problem.get("code") in _PASSING
    return status in (408, 429) or status >= 500


def wait_before(*, attempt: int, retry_after: Optional[str], backoff: Backoff, now: float, random: float) -> float:
    """Seconds before the next attempt: what ``Retry-After`` says, else the doubled wait, up to half of it left to chance."""
    asked = _asked_for(retry_after, now)
    if asked is not None:
        return min(asked, backoff.longest)
    whole = min(backoff.first * 2 ** (attempt - 1), backoff.longest)
    return whole * (1 - random / 2)


def _asked_for(retry_after: Optional[str], now: float) -> Optional[float]:
    if retry_after is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", retry_after):
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    return None if moment is None else max(0.0, moment.timestamp() - now)
