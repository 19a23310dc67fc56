"""How a request proves where it comes from."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Dict, Union


@dataclass(frozen=True)
class StandardSigning:
    """Standard Webhooks 1.0: ``webhook-signature: v1,<base64>`` over ``id.timestamp.body``.

    The secret is ``whsec_<base64>``, as a trigger takes it. It also protects against a repetition: choose it where you can.
    """

    secret: str

    def headers(self, *, id: str, timestamp: int, body: bytes) -> Dict[str, str]:
        signature = standard_signature(key=_standard_key(self.secret), id=id, timestamp=str(timestamp), body=body)
        return {
            "webhook-id": id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": f"v1,{signature}",
        }


@dataclass(frozen=True)
class HmacSigning:
    """HMAC-SHA256 of the body alone in one header, as ``hex`` or ``base64`` behind a prefix (``sha256=``)."""

    secret: str
    header: str = "x-signature"
    prefix: str = ""
    encoding: str = "hex"

    def headers(self, *, id: str, timestamp: int, body: bytes) -> Dict[str, str]:
        if self.secret == "":
            raise ValueError("the secret is empty")
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).digest()
        text = digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode()
        return {self.header: f"{self.prefix}{text}"}


Signing = Union[StandardSigning, HmacSigning]


def standard_signature(*, key: bytes, id: str, timestamp: str, body: bytes) -> str:
    """Base64 of the signature of Standard Webhooks, without ``v1,``."""
    signed = f"{id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _standard_key(secret: str) -> bytes:
    text = secret[len("whsec_") :] if secret.startswith("whsec_") else secret
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the secret of Standard Webhooks is whsec_ and base64") from error
    if not key:
        raise ValueError("the secret of Standard Webhooks is whsec_ and base64")
    return key


def new_secret() -> str:
    """A new secret for Standard Webhooks, of 256 random bits."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
