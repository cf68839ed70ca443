"""A passkey in software: what a browser would hand over when the key is made."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


def a_passkey(key_id: bytes, host: str = "testserver") -> dict[str, Any]:
    """The credential of a new key with that id, as JSON values."""
    key = ec.derive_private_key(int.from_bytes(key_id), ec.SECP256R1())
    data = AuthenticatorData.create(
        hashlib.sha256(host.encode()).digest(),
        FLAG.UP | FLAG.UV | FLAG.AT,
        0,
        AttestedCredentialData.create(
            b"\0" * 16, key_id, ES256.from_cryptography_key(key.public_key())
        ),
    )
    client = CollectedClientData.create("webauthn.create", b"tantangan", f"http://{host}")
    return {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {},
    }
