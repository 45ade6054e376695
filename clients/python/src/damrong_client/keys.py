"""The agency's two keys: one signs (Ed25519), to the other is encrypted (X25519).

Both lie in one folder as JSON Web Keys that only their owner can read; the public halves, for the
centre, in ``public.json`` beside them.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey

SECRET, PUBLIC = "secret.json", "public.json"
_USES = {"Ed25519": ("sig", "EdDSA"), "X25519": ("enc", "ECDH-ES+A256KW")}


@dataclass(frozen=True)
class Keys:
    """The agency's own keys."""

    signing: OKPKey
    opening: OKPKey

    def public(self) -> dict[str, list[dict[str, Any]]]:
        """What the centre registers: a JWK Set without a secret."""
        return {"keys": [described(self.signing), described(self.opening)]}


def described(key: OKPKey) -> dict[str, Any]:
    """The public half of a key with its name, use and algorithm."""
    found = key.as_dict(private=False)
    use, algorithm = _USES[str(found["crv"])]
    return {**found, "kid": key.thumbprint(), "use": use, "alg": algorithm}


def make_keys(folder: Path) -> Keys:
    """New keys in ``folder``. Raises FileExistsError rather than overwrite any."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = Keys(OKPKey.generate_key("Ed25519"), OKPKey.generate_key("X25519"))
    secret = {"keys": [key.as_dict(private=True) for key in (keys.signing, keys.opening)]}
    handle = os.open(folder / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(secret, out)
    (folder / PUBLIC).write_text(json.dumps(keys.public(), indent=1))
    return keys


def read_keys(folder: Path) -> Keys:
    """The keys that ``make_keys`` made."""
    signing, opening = json.loads((folder / SECRET).read_text())["keys"]
    return Keys(OKPKey.import_key(signing), OKPKey.import_key(opening))


def key_of(jwks: dict[str, Any], kid: str, use: str) -> OKPKey:
    """The key of a JWK Set with this name, or the newest of this use where ``kid`` is empty.

    Raises KeyError.
    """
    for row in reversed(jwks["keys"]):
        if row.get("use") == use and (not kid or row.get("kid") == kid):
            return OKPKey.import_key({name: row[name] for name in ("kty", "crv", "x")})
    raise KeyError(f"no {use} key {kid or ''} among the centre's keys: fetch them again")
