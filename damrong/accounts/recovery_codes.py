"""Codes on paper for the day on which the device is lost: each signs in once."""

import secrets

from django.db import transaction
from django.utils import timezone

from damrong.accounts.models import Person, RecoveryCode
from damrong.accounts.passwords import LETTERS, STREAM
from damrong.accounts.policy import RECOVERY_CODES
from damrong.accounts.sealing import keyed_digest
from damrong.audit.record import append

_LENGTH = 12  # 59 bits


def new_codes(person: Person) -> list[str]:
    """Make new codes, to be shown this once; the old ones end."""
    codes = [
        "".join(secrets.choice(LETTERS) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        person.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, digest=keyed_digest(code, person.pk)) for code in codes
        )
        append(STREAM, "recovery_codes_made", person.actor, {"account": person.username})
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def codes_left(person: Person) -> int:
    """How many are still good."""
    return person.recovery_codes.filter(used_at=None).count()


def takes_recovery_code(person: Person, code: str) -> bool:
    """Whether the code is one of this person's and was not used; now it is used."""
    plain = "".join(one for one in code.casefold() if one in LETTERS)
    with transaction.atomic():
        row = (
            person.recovery_codes.select_for_update()
            .filter(digest=keyed_digest(plain, person.pk), used_at=None)
            .first()
        )
        if row is None:
            return False
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
        append(STREAM, "recovery_code_used", person.actor, {"account": person.username})
    return True
