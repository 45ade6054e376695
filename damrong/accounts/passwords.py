"""Passwords: the one that an administrator hands over, and the one that a person chooses."""

import secrets
import uuid

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.policy import ONE_TIME_PASSWORD_LASTS
from damrong.audit.record import append

STREAM = "accounts"
NO_SESSION = uuid.UUID(int=0)
# Letters that nobody mixes up when reading them aloud.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def set_one_time_password(person: Person) -> str:
    """Give ``person``, not yet saved, a password for one use: four groups of four letters, 79 bits,
    to be read aloud. Whoever signs in with it has to choose an own one first. Open sessions end."""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    person.set_password(password)
    person.one_time_until = timezone.now() + ONE_TIME_PASSWORD_LASTS
    if person.pk:
        person.open_sessions.all().delete()
    return password


def has_expired(person: Person) -> bool:
    """Whether the one-time password was not used in time."""
    return person.one_time_until is not None and person.one_time_until < timezone.now()


def change_password(person: Person, old: str, new: str, here: uuid.UUID = NO_SESSION) -> Person:
    """Replace the own password. Raises VerbRefused for a wrong old one, ValidationError for a
    new one that the rules refuse. All sessions but ``here`` end with the old password."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.check_password(old):
            raise VerbRefused(
                "wrong_password", "รหัสผ่านเดิมไม่ถูกต้อง", "The old password is not right."
            )
        if old == new:
            raise VerbRefused(
                "same_password",
                "รหัสผ่านใหม่ต้องต่างจากรหัสผ่านเดิม",
                "The new password must differ from the old one.",
            )
        validate_password(new, person)
        person.set_password(new)
        person.one_time_until = None
        person.save(update_fields=["password", "one_time_until"])
        person.open_sessions.exclude(reference=here).delete()
        append(STREAM, "password_changed", person.actor, {"account": person.username})
    return person
