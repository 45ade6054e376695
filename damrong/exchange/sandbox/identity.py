"""The agencies' own keys: made once, kept in the sandbox's folder; the public halves beside them."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from damrong.exchange.jwks import public_jwk
from damrong.exchange.sealing import encryption_jwk


def own_key(home: Path, code: str) -> Ed25519PrivateKey:
    """The signing key of one agency, made where there is none."""
    return Ed25519PrivateKey.from_private_bytes(_secret(home / "keys" / f"{code}.key"))


def own_opening_key(home: Path, code: str) -> X25519PrivateKey:
    """The key to which one agency is written, made where there is none."""
    return X25519PrivateKey.from_private_bytes(_secret(home / "keys" / f"{code}.opening"))


def _secret(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(file.read_text().strip())
    value = secrets.token_bytes(32)
    with os.fdopen(handle, "w") as out:
        out.write(value.hex())
    return value


def write_keys(home: Path, keys: Mapping[str, tuple[Ed25519PrivateKey, X25519PrivateKey]]) -> None:
    """``keys.json``: agency code → JWKS, for whoever registers them with the hub."""
    half = home / "keys.json.half"
    found = {
        code: {"keys": [public_jwk(signing), encryption_jwk(opening.public_key())]}
        for code, (signing, opening) in keys.items()
    }
    half.write_text(json.dumps(found))
    half.rename(home / "keys.json")
