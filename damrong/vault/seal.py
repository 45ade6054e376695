"""Envelope encryption: a key for each case, wrapped by a master key kept outside the database."""

import hashlib
import hmac
import json
import os
import uuid
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from damrong.config.secrets import secret
from damrong.vault.models import CaseKey, IdentityIndex, SealedIdentity


class VaultError(Exception):
    """The identity cannot be opened: wrong or missing master key, or altered data."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is. Empty strings where it was not given."""

    name: str = ""
    national_id: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def known_strings(self) -> tuple[str, ...]:
        """Every non-empty value, for the scan that looks for them in what leaves."""
        return tuple(value for value in asdict(self).values() if value)


def _master() -> AESGCM:
    return AESGCM(secret("vault_master_key"))


def keyed_hash(kind: str, value: str) -> bytes:
    """HMAC-SHA-256 of an identifier under the index key; the same value gives the same hash."""
    return hmac.digest(secret("vault_index_key"), f"{kind}:{value}".encode(), hashlib.sha256)


def _case_key(case_number: str, *, make: bool) -> AESGCM:
    row = CaseKey.objects.filter(pk=case_number).first()
    label = case_number.encode()
    if row is None:
        if not make:
            raise VaultError("no key for this case")
        key, nonce = AESGCM.generate_key(256), os.urandom(12)
        CaseKey.objects.create(
            case_number=case_number, wrapped=nonce + _master().encrypt(nonce, key, label)
        )
        return AESGCM(key)
    wrapped = bytes(row.wrapped)
    try:
        return AESGCM(_master().decrypt(wrapped[:12], wrapped[12:], label))
    except InvalidTag as error:
        raise VaultError("the master key does not open this case") from error


@transaction.atomic
def store(case_number: str, identity: Identity) -> uuid.UUID:
    """Seal one identity and return the reference by which the case knows it."""
    reference, nonce = uuid.uuid4(), os.urandom(12)
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    sealed = _case_key(case_number, make=True).encrypt(nonce, plain, reference.bytes)
    SealedIdentity.objects.create(
        case_number=case_number, reference=reference, nonce=nonce, sealed=sealed
    )
    IdentityIndex.objects.bulk_create(
        IdentityIndex(reference=reference, kind=kind, keyed_hash=keyed_hash(kind, value))
        for kind, value in (
            ("national_id", identity.national_id),
            ("phone", identity.phone),
            ("email", identity.email.lower()),
        )
        if value
    )
    return reference


def open_identity(reference: uuid.UUID) -> Identity:
    """Unseal one identity. For the release gate and an approved reveal; the caller logs it."""
    row = SealedIdentity.objects.get(reference=reference)
    key = _case_key(row.case_number, make=False)
    try:
        plain = key.decrypt(bytes(row.nonce), bytes(row.sealed), reference.bytes)
    except InvalidTag as error:
        raise VaultError("the sealed identity was altered") from error
    return Identity(**json.loads(plain))
