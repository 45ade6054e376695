"""Envelope encryption: a key for each case, wrapped by a master key kept outside the database (``keys``)."""

import hashlib
import hmac
import json
import os
import uuid
from dataclasses import asdict, dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Model

from damrong.vault.errors import VaultError
from damrong.vault.keys import (
    index_keys,
    material_of,
    unwrapped,
    wrapped_under,
    writing_index,
    writing_master,
)
from damrong.vault.models import CaseKey, IdentityIndex, IndexKey, SealedIdentity


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


def identifiers(identity: Identity) -> dict[str, str]:
    """By what a person is found again, by kind, in the form that is hashed."""
    found = {
        "national_id": identity.national_id,
        "phone": identity.phone,
        "email": identity.email.lower(),
    }
    return {kind: value for kind, value in found.items() if value}


def hash_under(key: IndexKey, kind: str, value: str) -> bytes:
    """HMAC-SHA-256 of an identifier; the same value gives the same hash under the same key."""
    return hmac.digest(material_of(key), f"{kind}:{value}".encode(), hashlib.sha256)


def references_of(kind: str, value: str) -> set[uuid.UUID]:
    """Whose identifier this is, under whichever index key it was hashed. Opens nothing."""
    hashes = [hash_under(key, kind, value) for key in index_keys()]
    rows = IdentityIndex.objects.filter(kind=kind, keyed_hash__in=hashes)
    return set(rows.values_list("reference", flat=True))


def _case_key(case_number: str) -> AESGCM:
    row = CaseKey.objects.select_related("master").filter(pk=case_number).first()
    if row is None:
        raise VaultError("no key for this case")
    return AESGCM(unwrapped(row.master, row.wrapped, case_number.encode()))


def check_master_key() -> None:
    """Raises VaultError where the newest case's key was wrapped by another master key."""
    newest = CaseKey.objects.order_by("-case_number").first()
    if newest:
        _case_key(newest.case_number)


class Sealed(NamedTuple):
    """A sealed identity: by which reference the case knows it, and the rows to be stored."""

    reference: uuid.UUID
    rows: tuple[Model, ...]


def sealed(case_number: str, identity: Identity) -> Sealed:
    """Seal the identity of a case that has none yet, under a key made for it.

    Nothing is stored here: the caller stores ``rows`` together with the case.
    """
    reference, key, nonce = uuid.uuid4(), AESGCM.generate_key(256), os.urandom(12)
    master, found_by = writing_master(), identifiers(identity)
    index = writing_index() if found_by else None
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    return Sealed(
        reference,
        (
            CaseKey(
                case_number=case_number,
                wrapped=wrapped_under(master, key, case_number.encode()),
                master=master,
            ),
            SealedIdentity(
                case_number=case_number,
                reference=reference,
                nonce=nonce,
                sealed=AESGCM(key).encrypt(nonce, plain, reference.bytes),
            ),
            *(
                IdentityIndex(
                    reference=reference,
                    kind=kind,
                    keyed_hash=hash_under(index, kind, value),
                    key=index,
                )
                for kind, value in found_by.items()
                if index
            ),
        ),
    )


def open_identity(reference: uuid.UUID) -> Identity:
    """Unseal one identity. For the release gate and an approved reveal; the caller logs it."""
    row = SealedIdentity.objects.get(reference=reference)
    key = _case_key(row.case_number)
    try:
        plain = key.decrypt(bytes(row.nonce), bytes(row.sealed), reference.bytes)
    except InvalidTag as error:
        raise VaultError("the sealed identity was altered") from error
    return Identity(**json.loads(plain))


def seal_bytes(case_number: str, plain: bytes) -> bytes:
    """What tells of an identity, sealed under the key of its case; a case without one gets none."""
    nonce = os.urandom(12)
    return nonce + _case_key(case_number).encrypt(nonce, plain, b"bytes:" + case_number.encode())


def open_bytes(case_number: str, sealed: bytes) -> bytes:
    """What ``seal_bytes`` sealed. Raises VaultError once the key of the case is destroyed."""
    try:
        return _case_key(case_number).decrypt(
            sealed[:12], sealed[12:], b"bytes:" + case_number.encode()
        )
    except InvalidTag as error:
        raise VaultError("the sealed bytes were altered") from error
