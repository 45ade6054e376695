"""Every page of the house, opened by somebody of elsewhere: with both layers, and with each alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern

from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.accounts.verbs import OF_AGENCIES
from damrong.cases.content import CASE_CONTENT
from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState
from damrong.cases.submission import File
from damrong.cases.verbs.decide import add_note
from damrong.config import row_scope
from damrong.desk.urls import urlpatterns as desk
from damrong.portal.urls import urlpatterns as portal
from damrong.vault.reveal import ask
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person
from tests.ops.test_row_security import leg_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]

STORY, NAME, NOTE = "เสาไฟเอนใกล้ล้มหน้าศาลา", "สมมติ ไม่มีตัวตน", "โทรหาผู้ร้องแล้ว"
SECRETS = (STORY, NAME, NOTE, "ความลับของเรื่อง", "ภาพถ่ายเสา")
OPENERS = [(role, "RTP", "5701") for role in Role]  # an agency, and a district, of elsewhere


@pytest.fixture
def case() -> Case:
    """A case of Chiang Mai's Mueang district with everything that a case may have."""
    made = make_case(
        STORY, place_code="500101", identity_mode="open", complainant=Identity(name=NAME),
        files=(File("ภาพถ่ายเสา.txt", "text/plain", "ภาพถ่ายเสา".encode()),),
    )  # fmt: skip
    leg_of(made, "MOI", LegState.ACCEPTED, released=True)
    officer = make_person(Role.SCREENER, unit="5001")
    add_note(made.number, officer, NOTE)
    reference = made.parties.get().vault_reference
    assert reference is not None
    ask(made.number, reference, officer, "ติดต่อกลับ")
    return made


def opened(person: Person, case: Case) -> Iterator[tuple[str, bytes]]:
    """Each page of desk and portal: its address, and what it answers to this person."""
    client = Client()
    client.force_login(person)
    for prefix, pattern in (*(("/desk/", p) for p in desk), *(("/portal/", p) for p in portal)):
        assert isinstance(pattern, URLPattern)
        address = prefix + filled(str(pattern.pattern), case)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, body


def filled(pattern: str, case: Case) -> str:
    """The address of a pattern for this case, its only leg, file and request."""
    keys = {
        "number": case.number, "act": "note", "file": case.attachments.get().pk, "asked": 1,
        "leg": 1, "leg_number": 1,
    }  # fmt: skip
    return re.sub(r"<\w+:(\w+)>", lambda place: str(keys.get(place[1], 1)), pattern)


def both(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is."""


def application_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row security lifted: every page works as the tests do, who see everything."""
    monkeypatch.setattr(row_scope, "ROOMS", frozenset())


def database_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every filter of the application had been forgotten."""
    monkeypatch.setattr("damrong.cases.scope.within", lambda path: Q())
    every_leg = Leg.objects.defer(*(f"case__{name}" for name in CASE_CONTENT))
    for module in ("inbox", "leg"):
        monkeypatch.setattr(f"damrong.portal.{module}.legs_for", lambda person: every_leg.all())


@pytest.mark.parametrize("layers", [both, application_alone, database_alone])
@pytest.mark.parametrize(("role", "agency", "unit"), OPENERS, ids=[str(role) for role in Role])
def test_nobody_of_elsewhere_reads_a_word_on_any_page(
    monkeypatch: pytest.MonkeyPatch,
    case: Case,
    layers: Callable[[pytest.MonkeyPatch], None],
    role: Role,
    agency: str,
    unit: str,
) -> None:
    if role in OF_AGENCIES:
        person = make_person(role, agency=agency)
    else:
        person = make_person(role, unit="" if role == Role.ADMINISTRATOR else unit)
    layers(monkeypatch)
    names_cases = RIGHTS[role] & {Right.READ_LOG, Right.RETRY_JOBS} and not role.startswith("scr")
    for address, body in opened(person, case):
        for secret in SECRETS:
            assert secret.encode() not in body, f"{secret} at {address}"
        if Right.READ_CASE in RIGHTS[role] and not names_cases:
            shown = body.replace(address.encode(), b"")
            assert case.number.encode() not in shown, f"{case.number} at {address}"


def test_an_officer_of_the_district_reads_it_there(case: Case) -> None:
    pages = dict(opened(make_person(Role.SCREENER, unit="5001"), case))
    assert STORY.encode() in pages[f"/desk/cases/{case.number}/"]
    assert case.number.encode() in pages["/desk/cases/"]
    assert b"".join((pages[f"/desk/cases/{case.number}/files/{case.attachments.get().pk}/"],))
    mine = dict(opened(make_person(Role.AGENCY_OFFICER, agency="MOI"), case))
    assert case.number.encode() in mine["/portal/"]
