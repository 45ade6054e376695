"""The agencies' own keys: made once, kept in the sandbox's folder; the public halves beside them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.exchange.jwks import public_jwk


def own_key(home: Path, code: str) -> Ed25519PrivateKey:
    """The signing key of one agency, made where there is none."""
    file = home / "keys" / f"{code}.key"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "w") as out:
        out.write(key.private_bytes_raw().hex())
    return key


def write_keys(home: Path, keys: Mapping[str, Ed25519PrivateKey]) -> None:
    """``keys.json``: agency code → JWKS, for whoever registers them with the hub."""
    half = home / "keys.json.half"
    half.write_text(json.dumps({code: {"keys": [public_jwk(key)]} for code, key in keys.items()}))
    half.rename(home / "keys.json")
