"""The second step of signing in: who has one, who must have one, and how it is lost.

Enrolling and using each means: ``authenticator_app``, ``security_keys``, ``recovery_codes``.
"""

from enum import StrEnum

from django.conf import settings
from django.db import transaction

from damrong.accounts.errors import VerbRefused, not_allowed
from damrong.accounts.models import AuthenticatorApp, Person, SecurityKey
from damrong.accounts.passwords import STREAM, set_one_time_password
from damrong.accounts.roles import Right
from damrong.audit.record import append


class TwoStep(StrEnum):
    """What the installation asks (setting ``DAMRONG_TWO_STEP``)."""

    OFF = "off"  # nobody is asked, not even who enrolled
    OFFERED = "offered"  # who enrolled is asked
    COMPULSORY = "compulsory"  # everybody with an account must enrol


def asked_here() -> TwoStep:
    """What this installation asks. Raises ValueError for a word it does not know."""
    return TwoStep(settings.TWO_STEP)


def has_second_step(person: Person) -> bool:
    """Whether the person enrolled anything; recovery codes alone are nothing."""
    return (
        AuthenticatorApp.objects.filter(person=person).exists()
        or SecurityKey.objects.filter(person=person).exists()
    )


def is_asked_of(person: Person) -> bool:
    """Whether the password alone does not sign this person in."""
    return asked_here() != TwoStep.OFF and has_second_step(person)


def must_enrol(person: Person) -> bool:
    """Whether this person may do nothing before enrolling."""
    return asked_here() == TwoStep.COMPULSORY and not has_second_step(person)


def remove_app(person: Person) -> None:
    """Forget the own authenticator app."""
    with transaction.atomic():
        _lock(person)
        if AuthenticatorApp.objects.filter(person=person).delete()[0]:
            _removed(person, "app")


def remove_key(person: Person, key: int) -> None:
    """Forget one of the own security keys (its row's number)."""
    with transaction.atomic():
        _lock(person)
        if SecurityKey.objects.filter(person=person, pk=key).delete()[0]:
            _removed(person, "key")


def reset_two_step(administrator: Person, username: str) -> str:
    """Someone lost their device: forget all their means and give a one-time password.

    Nobody does it for oneself. With the password the open sessions end, so that whoever has the
    lost device, and the old password, has nothing.
    """
    if not administrator.may(Right.MANAGE_ACCOUNTS):
        raise not_allowed()
    if username == administrator.username:
        raise VerbRefused(
            "own_account",
            "ล้างการยืนยันขั้นที่สองของตนเองไม่ได้ โปรดให้ผู้ดูแลระบบคนอื่นดำเนินการ",
            "You cannot reset your own second step. Ask another administrator.",
        )
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(username=username).first()
        if person is None:
            raise VerbRefused("no_such_account", "ไม่พบบัญชีนี้", "There is no such account.")
        forget_all(person)
        password = set_one_time_password(person)
        person.save(update_fields=["password", "one_time_until"])
        append(STREAM, "two_step_reset", administrator.actor, {"account": username})
    return password


def _removed(person: Person, means: str) -> None:
    if not has_second_step(person):
        if asked_here() == TwoStep.COMPULSORY:
            raise VerbRefused(
                "last_second_step",
                "ต้องมีวิธียืนยันขั้นที่สองอย่างน้อยหนึ่งวิธี โปรดเพิ่มวิธีใหม่ก่อนลบวิธีนี้",
                "You need at least one second step. Add another before you remove this one.",
            )
        forget_all(person)  # codes for a step that is not asked would only lie about
    append(STREAM, "two_step_removed", person.actor, {"account": person.username, "means": means})


def forget_all(person: Person) -> None:
    """Every means and every code. For verbs that write down why."""
    AuthenticatorApp.objects.filter(person=person).delete()
    person.security_keys.all().delete()
    person.recovery_codes.all().delete()


def _lock(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
