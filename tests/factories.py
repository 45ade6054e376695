"""Real people and cases for tests, made through the same doors as everybody's."""

import itertools
from typing import Any

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.accounts.verbs import OF_AGENCIES
from damrong.cases.models import Case
from damrong.cases.submission import Received, Submission
from damrong.cases.verbs.receive import receive

PASSWORD = "ทดสอบ-ระบบ-2569"
_running = itertools.count(1)

# A clear municipal matter without any personal data, in Chiang Mai's Mueang district.
PLAIN = "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก ขอให้มาซ่อมด้วยครับ"
PLACE = "500101"


def make_person(role: Role | str, *, unit: str = "", agency: str = "", **fields: Any) -> Person:
    """One account of a role, at an office (code) or an agency (code)."""
    number = next(_running)
    role = Role(role)
    if not unit and not agency and role not in OF_AGENCIES | {Role.ADMINISTRATOR}:
        unit = "MOI"
    fields.setdefault("username", f"{role.value}-{number}")
    fields.setdefault("display_name", f"ผู้ใช้ทดสอบ {number}")
    return Person.objects.create_person(
        fields.pop("username"),
        fields.pop("password", PASSWORD),
        role=role,
        unit_id=unit or None,
        agency_id=agency or None,
        **fields,
    )


def submit(text: str = PLAIN, **fields: Any) -> Received:
    """File a complaint through ``receive``; the answer holds its number and code."""
    officer = fields.pop("officer", None)
    fields.setdefault("channel", "web")
    fields.setdefault("place_code", PLACE)
    fields.setdefault("identity_mode", "unnamed")
    return receive(Submission(text=text, **fields), officer=officer)


def make_case(text: str = PLAIN, **fields: Any) -> Case:
    """A case that was received and not screened yet."""
    return Case.objects.get(number=submit(text, **fields).number)


def make_screened_case(
    text: str = PLAIN, *, agencies: list[str] | None = None, **fields: Any
) -> Case:
    """A case on the officer's desk; ``agencies`` overrides what screening suggested."""
    from damrong.cases.verbs.decide import correct
    from damrong.cases.verbs.screen import screen

    case = make_case(text, **fields)
    screen(case.number)
    if agencies is not None:
        correct(case.number, make_person(Role.SCREENER), field="agencies", value=agencies)
    case.refresh_from_db()
    return case
