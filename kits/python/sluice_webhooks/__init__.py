"""Sends signed requests to Sluice's trigger URLs, and verifies the webhooks that Sluice sends."""

from .background import Counts
from .outbox import Outbox
from .publisher import EventOutbox, Published, Publisher
from .retries import Backoff, is_worth_retrying, wait_before
from .sender import Sender, SendError, Sent
from .signing import HmacSigning, StandardSigning, new_secret
from .verify import SignatureError, Verified, verify

__all__ = [
    "Backoff",
    "Counts",
    "EventOutbox",
    "HmacSigning",
    "Outbox",
    "Published",
    "Publisher",
    "SendError",
    "Sender",
    "Sent",
    "SignatureError",
    "StandardSigning",
    "Verified",
    "is_worth_retrying",
    "new_secret",
    "verify",
    "wait_before",
]
