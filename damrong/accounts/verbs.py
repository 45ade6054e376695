"""Making, closing and opening accounts. Each act is one transaction with its record in the log."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from damrong.accounts.errors import VerbRefused, not_allowed
from damrong.accounts.models import Person
from damrong.accounts.passwords import STREAM, set_one_time_password
from damrong.accounts.roles import Right, Role
from damrong.audit.record import append

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
OF_AGENCIES = frozenset({Role.AGENCY_OFFICER, Role.AGENCY_HEAD})


def make_account(
    administrator: Person, username: str, display_name: str, role: str, *,
    unit: str = "", agency: str = "",
) -> tuple[Person, str]:  # fmt: skip
    """Make an account; ``unit`` and ``agency`` are codes. Gives it with its one-time password.

    An administrator has neither unit nor agency, an agency's people an agency, all others a unit.
    """
    _require(administrator)
    if not USERNAME.fullmatch(username):
        raise bad_username()
    if role not in {one.value for one in Role}:
        raise VerbRefused("unknown_value", "ไม่มีบทบาทนี้", "There is no such role.")
    _place(Role(role), unit, agency)
    person = Person(
        username=username,
        display_name=display_name.strip(),
        role=role,
        unit_id=unit or None,
        agency_id=agency or None,
    )
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError:
        raise VerbRefused(
            "unknown_value",
            "ชื่อที่แสดง หน่วย หรือหน่วยงานไม่ถูกต้อง โปรดตรวจอีกครั้ง",
            "The shown name, the unit or the agency is not right. Check them.",
        ) from None
    password = set_one_time_password(person)
    try:
        with transaction.atomic():
            person.save()
            append(
                STREAM, "account_made", administrator.actor,
                {"account": username, "role": role, "unit": unit, "of_agency": agency},
            )  # fmt: skip
    except IntegrityError:
        raise VerbRefused(
            "username_taken",
            "มีบัญชีชื่อนี้แล้ว โปรดใช้ชื่ออื่น",
            "There is an account of this name. Choose another.",
        ) from None
    return person, password


def deactivate(administrator: Person, username: str) -> Person:
    """Close an account: it cannot sign in, and its open sessions end."""
    if username == administrator.username:
        raise VerbRefused(
            "own_account",
            "ปิดบัญชีของตนเองไม่ได้ โปรดให้ผู้ดูแลระบบคนอื่นดำเนินการ",
            "You cannot close your own account. Ask another administrator.",
        )
    return _switch(administrator, username, "account_deactivated", active=False)


def reactivate(administrator: Person, username: str) -> Person:
    """Open a closed account again, with the password it had."""
    return _switch(administrator, username, "account_reactivated", active=True)


def reset_password(administrator: Person, username: str) -> str:
    """Give an account a one-time password; the old one and all open sessions end with it.

    Not for the own account: that would be a change without the old password being asked.
    """
    _require(administrator)
    if username == administrator.username:
        raise VerbRefused(
            "own_account",
            "ตั้งรหัสผ่านใหม่ให้ตนเองที่นี่ไม่ได้ โปรดเปลี่ยนในหน้าบัญชีของฉัน",
            "You cannot reset your own password here. Change it under My account.",
        )
    with transaction.atomic():
        person = _locked(username)
        password = set_one_time_password(person)
        person.save(update_fields=["password", "one_time_until"])
        append(STREAM, "password_reset", administrator.actor, {"account": username})
    return password


def bad_username() -> VerbRefused:
    """The name does not fit."""
    return VerbRefused(
        "bad_username",
        "ชื่อบัญชีใช้ได้เฉพาะ a-z 0-9 . _ - ยาว 3 ถึง 60 ตัว และขึ้นต้นด้วยตัวอักษรหรือตัวเลข",
        "An account name has 3 to 60 of a-z 0-9 . _ - and begins with a letter or digit.",
    )


def _switch(administrator: Person, username: str, event: str, *, active: bool) -> Person:
    _require(administrator)
    with transaction.atomic():
        person = _locked(username)
        if person.is_active != active:  # a second press changes nothing
            person.is_active = active
            person.open_sessions.all().delete()
            person.save(update_fields=["is_active"])
            append(STREAM, event, administrator.actor, {"account": username})
    return person


def _require(administrator: Person) -> None:
    if not administrator.may(Right.MANAGE_ACCOUNTS):
        raise not_allowed()


def _locked(username: str) -> Person:
    person = Person.objects.select_for_update().filter(username=username).first()
    if person is None:
        raise VerbRefused("no_such_account", "ไม่พบบัญชีนี้", "There is no such account.")
    return person


def _place(role: Role, unit: str, agency: str) -> None:
    if role == Role.ADMINISTRATOR and (unit or agency):
        raise VerbRefused(
            "no_place",
            "ผู้ดูแลระบบไม่สังกัดหน่วยใดและไม่เห็นเนื้อหาเรื่อง โปรดเว้นหน่วยและหน่วยงานว่างไว้",
            "An administrator belongs to no unit and sees no case. Leave unit and agency empty.",
        )
    if role in OF_AGENCIES and (unit or not agency):
        raise VerbRefused(
            "agency_needed",
            "บทบาทนี้ต้องเลือกหน่วยงาน และเว้นหน่วยของศูนย์ว่างไว้",
            "This role needs an agency and no unit of the centre.",
        )
    if role not in OF_AGENCIES | {Role.ADMINISTRATOR} and (agency or not unit):
        raise VerbRefused(
            "unit_needed",
            "บทบาทนี้ต้องเลือกหน่วยของศูนย์ และเว้นหน่วยงานว่างไว้",
            "This role needs a unit of the centre and no agency.",
        )
