"""Whether a webhook came from Sluice."""

import base64
import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from typing import List, Mapping, Optional, Sequence

from .signing import standard_signature

# Signatures in one header that are tried: more are nobody's.
_MAX_CANDIDATES = 16


class SignatureError(Exception):
    """A request that must not be trusted. ``reason`` is for your log: tell the sender nothing but 401.

    Reasons: ``missing-header``, ``malformed-timestamp``, ``timestamp-too-old``, ``timestamp-too-new``,
    ``malformed-signature``, ``too-many-signatures``, ``signature-mismatch``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"the signature does not hold: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Verified:
    # The same in every attempt of a message: keep it, and pass over what you have seen.
    id: Optional[str]
    # Seconds since 1970; None: none is signed.
    timestamp: Optional[int]


def verify(
    *,
    secrets: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    format: str = "standard",
    tolerance_seconds: int = 300,
    now: Optional[float] = None,
) -> Verified:
    """Returns when one of the secrets signed this body; raises a ``SignatureError`` that says why not.

    ``secrets``: all that are valid now, as the subscription has them (``whsec_…``, any other text, public keys), during a
    rotation the new one and the old one; a public key ``whpk_…`` needs the package ``cryptography``. ``headers``: as they came,
    names in any case. ``body``: the bytes as received; a body that was parsed and written again is another one. ``format``: of
    the subscription, ``standard``, ``products-manager`` or ``alforis``; the last two sign no time.
    """
    if isinstance(secrets, (str, bytes)) or not secrets:
        raise ValueError("give a list of at least one secret")
    if not isinstance(body, (bytes, bytearray)):
        raise TypeError("body is the bytes as received")
    lower = {name.lower(): value for name, value in headers.items()}
    if format == "standard":
        return _verify_standard(list(secrets), lower, bytes(body), tolerance_seconds, now)
    if format in ("products-manager", "alforis"):
        return _verify_body(list(secrets), lower, bytes(body), format)
    raise ValueError(f"there is no format {format!r}")


def _verify_standard(
    secrets: List[str],
    headers: Mapping[str, str],
    body: bytes,
    tolerance: int,
    now: Optional[float],
) -> Verified:
    message_id = _needed(headers, "webhook-id")
    timestamp = _needed(headers, "webhook-timestamp")
    signatures = [one for one in _needed(headers, "webhook-signature").split(" ") if one]
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        raise SignatureError("malformed-timestamp")
    age = int(time.time() if now is None else now) - int(timestamp)
    if age > tolerance:
        raise SignatureError("timestamp-too-old")
    if -age > tolerance:
        raise SignatureError("timestamp-too-new")
    if len(signatures) > _MAX_CANDIDATES:
        raise SignatureError("too-many-signatures")
    candidates = [one[3:] for one in signatures if one.startswith("v1,")]
    holds = False
    for secret in secrets:
        if secret.startswith("whpk_"):
            signed = f"{message_id}.{timestamp}.".encode() + body
            asymmetric = [one[4:] for one in signatures if one.startswith("v1a,")]
            holds = _is_signed_by_key(secret, asymmetric, signed) or holds
            continue
        expected = standard_signature(key=_webhook_key(secret), id=message_id, timestamp=timestamp, body=body)
        for candidate in candidates:
            holds = hmac.compare_digest(expected.encode(), candidate.encode()) or holds
    if not holds:
        raise SignatureError("signature-mismatch")
    return Verified(id=message_id, timestamp=int(timestamp))


def _webhook_key(secret: str) -> bytes:
    """The key that Sluice signs a webhook with.

    The bytes of ``whsec_`` and base64, padded or not; of any other text the text itself, which a subscription may have as its
    secret. A last letter of base64 alone is no byte.
    """
    found = re.fullmatch("whsec_([A-Za-z0-9+/]*)={0,2}", secret)
    if found is None:
        return _text_key(secret)
    encoded = found[1][:-1] if len(found[1]) % 4 == 1 else found[1]
    return _not_empty(base64.b64decode(encoded + "=" * (-len(encoded) % 4)))


def _text_key(secret: str) -> bytes:
    return _not_empty(secret.encode())


def _not_empty(key: bytes) -> bytes:
    """A key of no bytes is one that everybody knows."""
    if not key:
        raise ValueError("the secret is empty")
    return key


def _is_signed_by_key(key: str, signatures: List[str], signed: bytes) -> bool:
    """Ed25519, by the package ``cryptography``: Python has none of its own."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise RuntimeError("install the package cryptography to verify with a public key") from error
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key[len("whpk_") :], validate=True))
    for one in signatures:
        try:
            public.verify(base64.b64decode(one), signed)
            return True
        except (InvalidSignature, ValueError):
            continue
    return False


def _verify_body(secrets: List[str], headers: Mapping[str, str], body: bytes, format: str) -> Verified:
    prefix = "sha256=" if format == "products-manager" else ""
    given = _needed(headers, "x-webhook-signature")
    if not given.startswith(prefix):
        raise SignatureError("malformed-signature")
    holds = False
    for secret in secrets:
        expected = hmac.new(_text_key(secret), body, hashlib.sha256).hexdigest()
        holds = hmac.compare_digest(expected.encode(), given[len(prefix) :].encode()) or holds
    if not holds:
        raise SignatureError("signature-mismatch")
    return Verified(id=headers.get("webhook-id"), timestamp=None)


def _needed(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise SignatureError("missing-header")
    return value
