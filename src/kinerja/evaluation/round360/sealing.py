"""How the counts of a round lie in the database while it runs: sealed, without a name.

The key is made of the secret of the installation (outside the database) and of the round's own
secret (which goes with the release), so a dump of the database opens nothing, and after the release
nobody does. See docs/decisions/0008-anonymous-360.md.
"""

import hmac
import json
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kinerja.evaluation.round360.refusals import SealBroken

BLOCK = 4096  # bytes: what is sealed is filled up, so that its length says next to nothing
NONCE = 12  # bytes
_PURPOSE = b"kinerja.evaluation.round360"


class Seal:
    """Closes and opens the counts of one round."""

    def __init__(self, secret: bytes) -> None:
        own = settings.SECRET_KEY.encode()
        self._key = hmac.digest(own, _PURPOSE + bytes(secret), "sha256")
        self._names = hmac.digest(own, _PURPOSE + b".names" + bytes(secret), "sha256")
        self._cipher = AESGCM(self._key)

    def name_of(self, subject: int) -> UUID:
        """Under which number the counts about a person lie: it looks random to all without key."""
        digest = hmac.digest(self._names, str(subject).encode(), "sha256")
        return UUID(bytes=digest[:16], version=4)

    def close(self, name: UUID, content: Mapping[str, Any]) -> bytes:
        """The content as bytes that look random; each time others."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        nonce = token_bytes(NONCE)
        filled = text.ljust(-(-len(text) // BLOCK) * BLOCK)
        return nonce + self._cipher.encrypt(nonce, filled, name.bytes)

    def open(self, name: UUID, sealed: "bytes | memoryview[int]") -> dict[str, Any]:
        """What was closed. Errors: SealBroken."""
        content = bytes(sealed)
        try:
            text = self._cipher.decrypt(content[:NONCE], content[NONCE:], name.bytes)
        except InvalidTag:
            raise SealBroken from None
        return dict(json.loads(text))
