"""Whose key is whose: our own, and those of the partners."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.db import transaction
from django.utils import timezone

from damrong.audit.record import append
from damrong.config.secrets import secret
from damrong.exchange.jwks import BadKey, kid_of, public_jwk, read_jwk
from damrong.exchange.models import PartnerKey
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB
from damrong.exchange.sealing import encryption_jwk, encryption_kid, read_encryption_jwk

Use = PartnerKey.Use


def our_key() -> Ed25519PrivateKey:
    """The hub's signing key, from the secret ``exchange_signing_key``."""
    return _from_seed(secret("exchange_signing_key"))


@lru_cache(maxsize=4)
def _from_seed(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def our_jwks() -> dict[str, list[dict[str, str]]]:
    """What partners check our signatures and receipts with, and the key that they encrypt to."""
    return {"keys": [public_jwk(our_key()), encryption_jwk(_our_opening_key().public_key())]}


def our_opening_key(kid: str) -> X25519PrivateKey:
    """The key that opens what was encrypted to the hub; Refused for any other key's id."""
    key = _our_opening_key()
    if kid != encryption_kid(key.public_key()):
        raise Refused(
            "unknown_key",
            "ไม่ได้เข้ารหัสถึงกุญแจที่ศูนย์ใช้อยู่ โปรดดึงกุญแจของศูนย์ใหม่",
            "It is not encrypted to the hub's key in use. Fetch the hub's keys again.",
        )
    return key


def encryption_key_of(agency_code: str) -> X25519PublicKey | None:
    """The newest key to which an agency wants to be written; None where it gave none."""
    row = (
        PartnerKey.objects.filter(agency=agency_code, use=Use.ENCRYPTION, revoked_at=None)
        .order_by("-valid_from", "-pk")
        .first()
    )
    return read_encryption_jwk(row.jwk) if row else None


def may_sign(agency_code: str) -> bool:
    """Whether the agency has a key in use with which it signs."""
    return PartnerKey.objects.filter(agency=agency_code, use=Use.SIGNING, revoked_at=None).exists()


def _our_opening_key() -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret("exchange_decryption_key"))


def register(agency_code: str, jwk: Mapping[str, Any]) -> PartnerKey:
    """Let an agency sign with this public key from now on, or be written to with an X25519 key.

    Doing it twice changes nothing. Raises BadKey for what is no such public key, for another agency's key and for a revoked
    one, which never comes back.
    """
    encrypts = jwk.get("crv") == "X25519"
    public = encryption_jwk(read_encryption_jwk(jwk)) if encrypts else public_jwk(read_jwk(jwk))
    kid = public["kid"]
    if kid in {ours["kid"] for ours in our_jwks()["keys"]}:
        raise BadKey("นี่คือกุญแจของศูนย์เอง", "This is the hub's own key.")
    row, _ = PartnerKey.objects.get_or_create(
        kid=kid,
        defaults={
            "agency_id": agency_code,
            "use": Use.ENCRYPTION if encrypts else Use.SIGNING,
            "jwk": public,
        },
    )
    if row.agency_id != agency_code:
        raise BadKey("กุญแจนี้เป็นของหน่วยงานอื่น", "This key belongs to another agency.")
    if row.revoked_at is not None:
        raise BadKey("กุญแจนี้ถูกเพิกถอนแล้ว โปรดสร้างใหม่", "This key was revoked. Make a new one.")
    return row


def register_all(
    agency_code: str, jwks: list[Mapping[str, Any]], actor: str
) -> tuple[list[str], list[str]]:
    """Register several keys, all or none; the ids of all, and of those that were new.

    What was registered before changes nothing and is not logged again. Raises BadKey.
    """
    with transaction.atomic():
        before = set(PartnerKey.objects.select_for_update().values_list("kid", flat=True))
        kids = list(dict.fromkeys(str(register(agency_code, jwk).kid) for jwk in jwks))
        new = [kid for kid in kids if kid not in before]
        if new:
            append(f"agency:{agency_code}", "key_registered", actor, {"kids": new})
    return kids, new


def revoke(kid: str, actor: str) -> tuple[PartnerKey, bool]:
    """Take no more signatures of this key, and whether that is new. The key itself stays, so that
    old receipts can be read. Raises PartnerKey.DoesNotExist."""
    with transaction.atomic():
        row = PartnerKey.objects.select_for_update().get(kid=kid)
        if row.revoked_at is not None:
            return row, False
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        append(f"agency:{row.agency_id}", "key_revoked", actor, {"kids": [kid]})
        return row, True


def history() -> dict[str, list[dict[str, Any]]]:
    """Every key that ever signed, ours too, with whose it was and when: see ``evidence``."""
    ours = public_jwk(our_key()) | {"party": HUB, "valid_from": None, "revoked_at": None}
    return {
        "keys": [ours]
        + [
            row.jwk
            | {
                "party": row.agency_id,
                "valid_from": row.valid_from.isoformat(),
                "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            }
            for row in PartnerKey.objects.filter(use=Use.SIGNING).order_by("valid_from", "pk")
        ]
    }


def key_in_use(kid: str) -> PartnerKey:
    """The partner's key of this id. Raises Refused where it is unknown or was revoked."""
    row = (
        PartnerKey.objects.select_related("agency")
        .filter(kid=kid, use=Use.SIGNING, agency__active=True)
        .first()
    )
    if row is None:
        raise Refused(
            "unknown_key",
            "ไม่มีหน่วยงานใดลงทะเบียนกุญแจนี้ โปรดส่งกุญแจสาธารณะให้ศูนย์ก่อน",
            "No agency registered this key. Give the hub your public key first.",
        )
    if row.revoked_at is not None:
        raise Refused(
            "key_revoked",
            "กุญแจนี้ถูกเพิกถอนแล้ว โปรดลงนามด้วยกุญแจที่ใช้อยู่",
            "This key was revoked. Sign with the one in use.",
        )
    return row


def public_key_in_use(kid: str) -> Ed25519PublicKey:
    """``key_in_use`` as a key."""
    return read_jwk(key_in_use(kid).jwk)


def key_of(agency_code: str, kid: str) -> Ed25519PublicKey:
    """``public_key_in_use``, if it is this agency's; Refused for another's."""
    row = key_in_use(kid)
    if row.agency_id != agency_code:
        raise Refused("not_yours", "กุญแจนี้เป็นของหน่วยงานอื่น", "This key belongs to another agency.")
    return read_jwk(row.jwk)


def our_public_key(kid: str) -> Ed25519PublicKey:
    """The hub's own; Refused for any other."""
    if kid != kid_of(our_key()):
        raise Refused("unknown_key", "ไม่ใช่กุญแจของศูนย์", "This is not the hub's key.")
    return our_key().public_key()


def any_public_key(kid: str) -> Ed25519PublicKey:
    """A key of the history, revoked or ours too: for reading receipts of the past."""
    if kid == kid_of(our_key()):
        return our_key().public_key()
    row = PartnerKey.objects.filter(kid=kid, use=Use.SIGNING).first()
    if row is None:
        raise Refused("unknown_key", "ไม่รู้จักกุญแจนี้", "This key is not known.")
    return read_jwk(row.jwk)
