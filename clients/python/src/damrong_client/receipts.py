"""Sign for a message: a compact JWS that says "we have exactly this"."""

import datetime
import hashlib
import json
import warnings
from typing import Any

from joserfc import jws
from joserfc.jwk import OKPKey

# RFC 9864 gives the algorithm the name "Ed25519"; the centre writes and reads the older one too.
ALGORITHMS = ["EdDSA", "Ed25519"]
TYPE = "damrong-receipt+jws"
warnings.filterwarnings("ignore", "EdDSA is deprecated")


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value that is hashed."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return plain.encode()


def sign_for(body: bytes, code: str, key: OKPKey, reference: str = "") -> str:
    """The receipt of a message of the centre. Raises ValueError where the message is damaged."""
    message = json.loads(body)
    data_digest = digest(canonical(message["data"]))
    if message["datadigest"] != data_digest:
        raise ValueError("the data is not what its digest says")
    said = {
        "message_id": message["id"],
        "type": message["type"],
        "sender": message["source"].removeprefix("/parties/"),
        "receiver": code,
        "subject": message.get("subject", ""),
        "sequence": message.get("legsequence", 0),
        "digest": digest(body),
        "data_digest": data_digest,
        "received_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "reference": reference,
    }
    header = {"alg": "EdDSA", "typ": TYPE, "kid": key.thumbprint()}
    return jws.serialize_compact(header, canonical(said), key, algorithms=ALGORITHMS)
