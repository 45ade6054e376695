"""Keys in a telephone, a computer or on a key ring: WebAuthn (W3C, level 2), by Yubico's fido2.

No attestation is asked: which make of key somebody has is nobody's business here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person, SecurityKey
from damrong.accounts.passwords import STREAM
from damrong.audit.record import append

NAME = "Damrong"
_VERIFIED = UserVerificationRequirement.DISCOURAGED  # the password was the first step
Options = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """Where the keys are used: ``domain`` (the RP ID) and the one origin that may ask for them."""

    domain: str
    origin: str

    def server(self) -> Fido2Server:
        """The verifying side."""
        party = PublicKeyCredentialRpEntity(name=NAME, id=self.domain)
        return Fido2Server(party, verify_origin=lambda origin: origin == self.origin)


def begin_adding(person: Person, site: Site) -> tuple[Options, Options]:
    """Options for the browser, and what to keep until its answer."""
    user = PublicKeyCredentialUserEntity(
        id=str(person.pk).encode(), name=person.username, display_name=person.username
    )
    options, state = site.server().register_begin(
        user, _credentials(person), ResidentKeyRequirement.DISCOURAGED, _VERIFIED
    )
    return dict(options["publicKey"]), dict(state)


def add_key(person: Person, site: Site, state: Options, answer: str, name: str) -> SecurityKey:
    """Keep the key that the browser made. Raises VerbRefused for an answer that does not hold."""
    try:
        made = site.server().register_complete(state, _read(answer)).credential_data
        assert made is not None
    except (ValueError, KeyError, TypeError, AssertionError):
        raise _not_understood() from None
    try:
        with transaction.atomic():
            key = SecurityKey.objects.create(
                person=person, name=name, credential_id=made.credential_id, credential=bytes(made)
            )
            append(
                STREAM, "two_step_added", person.actor, {"account": person.username, "means": "key"}
            )
    except IntegrityError:
        raise VerbRefused(
            "key_taken", "กุญแจนี้ลงทะเบียนไว้แล้ว", "This key is registered already."
        ) from None
    return key


def begin_using(person: Person, site: Site) -> tuple[Options, Options]:
    """Options for the browser, and what to keep until its answer."""
    options, state = site.server().authenticate_begin(_credentials(person), _VERIFIED)
    return dict(options["publicKey"]), dict(state)


def takes_key(person: Person, site: Site, state: Options, answer: str) -> bool:
    """Whether one of the person's keys signed this very question."""
    try:
        used = site.server().authenticate_complete(state, _credentials(person), _read(answer))
    except (ValueError, KeyError, TypeError):
        return False
    person.security_keys.filter(credential_id=used.credential_id).update(used_at=timezone.now())
    return True


def _credentials(person: Person) -> list[AttestedCredentialData]:
    rows = person.security_keys.order_by("pk")
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def _read(answer: str) -> Mapping[str, Any]:
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise ValueError("no credential")
    return read


def _not_understood() -> VerbRefused:
    return VerbRefused(
        "bad_key",
        "ลงทะเบียนกุญแจไม่สำเร็จ โปรดลองอีกครั้ง",
        "The key could not be registered. Try again.",
    )
