"""Ed25519 keys as JSON Web Keys (RFC 7517, RFC 8037). Knows no framework."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey


class BadKey(ValueError):
    """Not a public Ed25519 key; carries the reason in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


def kid_of(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The key's name: its thumbprint (RFC 7638)."""
    return str(OKPKey.import_key(_public(key)).thumbprint())


def public_jwk(key: Ed25519PrivateKey | Ed25519PublicKey) -> dict[str, str]:
    """The public half as a JWK with ``kid``, ``use`` and ``alg``."""
    found = OKPKey.import_key(_public(key)).as_dict(private=False)
    return {"kty": "OKP", "crv": "Ed25519", "x": str(found["x"]), "kid": kid_of(key), "use": "sig", "alg": "EdDSA"}  # fmt: skip


def read_jwk(jwk: Mapping[str, Any]) -> Ed25519PublicKey:
    """The key of a public JWK. Raises BadKey."""
    if "d" in jwk:
        raise BadKey(
            "ส่งกุญแจส่วนตัวมา โปรดเลิกใช้กุญแจนี้และส่งเฉพาะกุญแจสาธารณะ",
            "This holds a private key. Give it up and send the public half of a new one.",
        )
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        raise BadKey("ต้องเป็นกุญแจ Ed25519 (kty OKP)", "The key must be Ed25519 (kty OKP).")
    try:
        key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": str(jwk["x"])})
        public = key.public_key
    except (JoseError, ValueError, TypeError, AttributeError, KeyError):
        raise BadKey("อ่านกุญแจไม่ได้ (ค่า x)", "The key cannot be read (x).") from None
    if not isinstance(public, Ed25519PublicKey):
        raise BadKey("อ่านกุญแจไม่ได้ (ค่า x)", "The key cannot be read (x).")
    return public


def _public(key: Ed25519PrivateKey | Ed25519PublicKey) -> Ed25519PublicKey:
    return key.public_key() if isinstance(key, Ed25519PrivateKey) else key
