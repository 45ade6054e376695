"""Encrypted to one receiver (JWE) and signed by one sender (JWS), as any JOSE library reads it.

Encryption: ECDH-ES+A256KW with X25519, content A256GCM. What is long, as a file, is signed first
and encrypted afterwards. Knows no framework.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from damrong.exchange.jwks import BadKey, kid_of
from damrong.exchange.receipts import ALGORITHMS

LONGEST = 64 * 1024 * 1024  # characters of a token
_ENCRYPTION = ["ECDH-ES+A256KW", "A256GCM"]
_ALG, _ENC = _ENCRYPTION


class Unsealed(ValueError):
    """It cannot be opened, or nobody known signed it; the reason in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


class _LongSeals(jwe.JWERegistry):
    max_ciphertext_length = LONGEST


class _LongSignatures(jws.JWSRegistry):
    max_payload_length = LONGEST


def encryption_kid(key: X25519PublicKey) -> str:
    """The key's name: its thumbprint (RFC 7638)."""
    return str(OKPKey.import_key(key).thumbprint())


def encryption_jwk(key: X25519PublicKey) -> dict[str, str]:
    """The public key as a JWK with ``kid``, ``use`` and ``alg``."""
    x = OKPKey.import_key(key).as_dict(private=False)["x"]
    return {"kty": "OKP", "crv": "X25519", "x": str(x), "kid": encryption_kid(key), "use": "enc", "alg": _ALG}  # fmt: skip


def read_encryption_jwk(jwk: Mapping[str, Any]) -> X25519PublicKey:
    """The key of a public JWK. Raises BadKey."""
    if "d" in jwk:
        raise BadKey(
            "ส่งกุญแจส่วนตัวมา โปรดเลิกใช้กุญแจนี้และส่งเฉพาะกุญแจสาธารณะ",
            "This holds a private key. Give it up and send the public half of a new one.",
        )
    try:
        key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": str(jwk["x"])}).public_key
    except (JoseError, ValueError, TypeError, AttributeError, KeyError):
        key = None
    if not isinstance(key, X25519PublicKey):
        raise BadKey("อ่านกุญแจไม่ได้ (ค่า x)", "The key cannot be read (x).")
    return key


def seal(plain: bytes, to: X25519PublicKey, *, content: str) -> str:
    """Encrypt to a receiver; ``content`` says what lies inside (``cty``). A compact JWE."""
    header = {"alg": _ALG, "enc": _ENC, "kid": encryption_kid(to), "cty": content}
    return jwe.encrypt_compact(
        header, plain, OKPKey.import_key(to), registry=_LongSeals(algorithms=_ENCRYPTION)
    )


def open_sealed(token: bytes, find_key: Callable[[str], X25519PrivateKey]) -> bytes:
    """What lies inside a compact JWE. Raises Unsealed, or what ``find_key`` raises."""

    def key(guest: Any) -> OKPKey:
        return OKPKey.import_key(find_key(str(guest.headers().get("kid", ""))))

    try:
        opened = jwe.decrypt_compact(token, key, registry=_LongSeals(algorithms=_ENCRYPTION))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise Unsealed(
            "เปิดไม่ได้ แฟ้มเสียหาย หรือไม่ได้เข้ารหัสถึงผู้รับนี้",
            "It cannot be opened: damaged, or not encrypted to this receiver.",
        ) from None
    if opened.plaintext is None:
        raise Unsealed("แฟ้มว่างเปล่า", "Nothing lies inside.")
    return opened.plaintext


def sign_content(content: bytes, key: Ed25519PrivateKey, *, typ: str) -> bytes:
    """The content as a compact JWS."""
    header = {"alg": "EdDSA", "typ": typ, "kid": kid_of(key)}
    registry = _LongSignatures(algorithms=ALGORITHMS)
    return jws.serialize_compact(
        header, content, OKPKey.import_key(key), registry=registry
    ).encode()


def read_signed(token: bytes, find_key: Callable[[str], Ed25519PublicKey], *, typ: str) -> bytes:
    """The content of a compact JWS of this ``typ``. Raises Unsealed, or what ``find_key`` raises."""
    registry = _LongSignatures(algorithms=ALGORITHMS)
    try:
        header = jws.extract_compact(token, registry=registry).protected
        key = find_key(str(header.get("kid", "")))
        found = jws.deserialize_compact(token, OKPKey.import_key(key), registry=registry)
        if header.get("typ") != typ:
            raise ValueError(typ)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise Unsealed(
            "ลายมือชื่อบนแฟ้มไม่ถูกต้อง แฟ้มอาจถูกแก้ไขหลังลงนาม",
            "The signature on the file is not valid; it may have been altered since.",
        ) from None
    return bytes(found.payload)
