"""What goes out."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Payload:
    """A value as it was when it was given: what becomes of it later is not sent."""

    body: bytes
    content_type: str

    @staticmethod
    def of(value: Any) -> "Payload":
        """Bytes as they are, anything else as JSON. Raises a ``ValueError`` for a value that is no JSON, such as ``nan``."""
        if isinstance(value, Payload):
            return value
        if isinstance(value, (bytes, bytearray)):
            return Payload(bytes(value), "application/octet-stream")
        try:
            text = json.dumps(value, separators=(",", ":"), allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"the payload is no JSON: {error}") from error
        return Payload(text.encode(), "application/json")
