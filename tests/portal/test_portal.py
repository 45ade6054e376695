"""An agency without an API does in the browser what another does by protocol."""

import datetime

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Leg
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.conclude import send_back
from damrong.exchange.outbox import send
from damrong.exchange.telling import to_agency
from tests.factories import make_person
from tests.portal.delivered import STORY, deliver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
NOT_AGENCY = [r for r in Role if r not in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD}]


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.AGENCY_OFFICER, agency="MOE", display_name="ครูแก้ว ตัวอย่าง")


@pytest.fixture
def client(officer: Person) -> Client:
    return signed_in(officer)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(leg: Leg) -> str:
    return f"/portal/{leg.case.number}/{leg.number}/"


def act(client: Client, leg: Leg, name: str, **fields: str) -> str:
    answer = client.post(
        url(leg), {"act": name, **{f"{name}-{k}": v for k, v in fields.items()}}, follow=True
    )
    leg.refresh_from_db()
    return answer.content.decode()


def opened(client: Client, *states: str) -> Leg:
    leg = deliver()
    for name in ("acknowledge", *states):
        act(client, leg, name)
    return leg


@pytest.mark.parametrize("role", NOT_AGENCY)
def test_the_portal_is_for_agencies_alone(role: Role) -> None:
    leg = deliver()
    client = signed_in(make_person(role))
    assert client.get("/portal/").status_code == 403
    assert client.get(url(leg)).status_code == 403
    assert client.post(url(leg), {"act": "acknowledge"}).status_code == 403
    leg.refresh_from_db()
    assert leg.state == LegState.DELIVERED


def test_without_signing_in_one_is_asked_to() -> None:
    answer = Client().get("/portal/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("role", [Role.AGENCY_OFFICER, Role.AGENCY_HEAD])
def test_a_leg_of_another_agency_is_not_there(role: Role) -> None:
    leg = deliver("MOE", "MOI")
    client = signed_in(make_person(role, agency="MOI"))
    assert client.get(f"/portal/{leg.case.number}/2/").status_code == 200, "the own one is"
    assert client.get(url(leg)).status_code == 404
    assert client.post(url(leg), {"act": "acknowledge"}).status_code == 404
    assert f"{leg.case.number}/1" not in client.get("/portal/").content.decode()
    assert client.get("/portal/", {"q": leg.case.number}).content.decode().count("/1<") == 0


def test_looking_changes_nothing_and_the_seal_hides_the_story(client: Client) -> None:
    leg = deliver()
    page = client.get(url(leg)).content.decode()
    assert "เปิดและรับทราบ" in page
    assert "ครูเวร" not in page
    leg.refresh_from_db()
    assert (leg.state, leg.acknowledged_at) == (LegState.DELIVERED, None)


def test_opening_acknowledges_in_the_person_s_name_and_starts_the_clock(
    client: Client, officer: Person
) -> None:
    leg = deliver()
    page = act(client, leg, "acknowledge")
    assert leg.state == LegState.ACKNOWLEDGED
    assert leg.acknowledged_at
    assert leg.due_on
    record = AuditRecord.objects.filter(stream=f"case:{leg.case.number}").order_by("-sequence")[0]
    assert (record.event, record.actor) == ("acknowledged", officer.actor)
    assert "ครูแก้ว ตัวอย่าง" in page


def test_the_page_shows_the_package_and_not_the_case(client: Client) -> None:
    leg = opened(client)
    page = client.get(url(leg)).content.decode()
    assert "ครูเวรโรงเรียนบ้านตัวอย่าง" in page
    assert "081 234 5678" in STORY
    assert "081 234 5678" not in page, "what was hidden in the package stays hidden"
    assert leg.digest in page
    # What is altered in the case after the release does not show here.
    leg.case.narrative = "ข้อความที่แก้ภายหลัง"
    leg.case.save()
    assert "แก้ภายหลัง" not in client.get(url(leg)).content.decode()


def test_a_package_that_is_not_what_was_released_is_called_so(client: Client) -> None:
    leg = opened(client)
    Leg.objects.filter(pk=leg.pk).update(digest="0" * 64)
    assert "ไม่ตรงกับที่ศูนย์ปล่อยเรื่อง" in client.get(url(leg)).content.decode()


def test_accept_report_and_finish(client: Client) -> None:
    leg = opened(client)
    act(client, leg, "accept", reference="ศธ 0412/77")
    assert (leg.state, leg.agency_reference) == (LegState.ACCEPTED, "ศธ 0412/77")
    act(client, leg, "progress", text="เรียกครูเวรมาสอบถามแล้ว")
    assert leg.state == LegState.INTERIM
    page = act(
        client, leg, "final",
        outcome_code="solved_as_wished", done_on="๑ พ.ย. ๒๕๖๙", text="จัดเวรใหม่แล้ว",
    )  # fmt: skip
    assert leg.state == LegState.FINAL
    assert "รอศูนย์พิจารณารายงาน" in page
    report = leg.reports.get(kind="final")
    assert (report.outcome_code, report.done_on) == (
        "solved_as_wished",
        datetime.date(2026, 11, 1),
    )
    leg.case.refresh_from_db()
    assert leg.case.state == CaseState.REPORTED


def test_what_the_centre_sent_back_is_read_here(client: Client) -> None:
    leg = opened(client, "accept")
    act(client, leg, "final", outcome_code="solved_as_wished", text="เสร็จแล้ว")
    send_back(leg.case.number, make_person(Role.SCREENER), 1, instruction="โปรดบอกวันที่จัดเวรใหม่")
    words = leg.case.messages.get(text="โปรดบอกวันที่จัดเวรใหม่")
    send(to_agency(leg.pk, "send_back", words.pk))
    page = client.get(url(leg)).content.decode()
    assert "โปรดบอกวันที่จัดเวรใหม่" in page
    act(client, leg, "final", outcome_code="solved_as_wished", text="จัดเวรใหม่วันที่ 3 พ.ย.")
    assert leg.state == LegState.FINAL


def test_return_with_reason_and_words(client: Client) -> None:
    leg = opened(client)
    page = act(client, leg, "return", code="not_ours", note="โรงเรียนสังกัดเทศบาล")
    assert (leg.state, leg.return_code) == (LegState.RETURNED, "not_ours")
    assert "โรงเรียนสังกัดเทศบาล" in page


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("return", {"code": "not_ours", "note": " "}),
        ("return", {"code": "", "note": "ไม่ใช่ของเรา"}),
        ("return", {"code": "no-such-code", "note": "ไม่ใช่ของเรา"}),
        ("progress", {"text": ""}),
        ("progress", {"text": "ก\x00ข"}),
        ("final", {"text": "เสร็จ", "outcome_code": ""}),
        ("final", {"text": "เสร็จ", "outcome_code": "solved_as_wished", "done_on": "31/12/2699"}),
        ("final", {"text": "เสร็จ", "outcome_code": "solved_as_wished", "done_on": "31 ก.พ. 2569"}),
        ("final", {"text": "เสร็จ", "outcome_code": "solved_as_wished", "done_on": "1/1/69"}),
        ("accept", {"reference": "ก" * 81}),
    ],
)
def test_what_is_incomplete_is_explained_and_changes_nothing(
    client: Client, name: str, fields: dict[str, str]
) -> None:
    leg = opened(client)
    before = leg.state
    answer = client.post(url(leg), {"act": name, **{f"{name}-{k}": v for k, v in fields.items()}})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode() or "notice--error" in answer.content.decode()
    leg.refresh_from_db()
    assert leg.state == before


def test_an_act_whose_time_is_over_is_refused_in_words(client: Client) -> None:
    leg = opened(client)
    act(client, leg, "return", code="not_ours", note="ไม่ใช่")
    page = act(client, leg, "accept")
    assert "ทำไม่ได้ในสถานะนี้" in page
    assert leg.state == LegState.RETURNED


def test_an_unknown_act_does_nothing(client: Client) -> None:
    leg = deliver()
    assert client.post(url(leg), {"act": "conclude"}).status_code == 302
    leg.refresh_from_db()
    assert leg.state == LegState.DELIVERED


def counts(client: Client) -> dict[str, int]:
    context = client.get("/portal/").context
    return {name: count for name, _, count in context["tabs"]}


def test_the_inbox_counts_new_working_late_and_done(client: Client) -> None:
    legs = [deliver() for _ in range(4)]
    for leg in legs[:3]:
        act(client, leg, "acknowledge")
    Leg.objects.filter(pk=legs[0].pk).update(due_on=datetime.date(2026, 1, 1))
    act(client, legs[1], "return", code="duplicate", note="ซ้ำ")
    assert counts(client) == {"new": 1, "working": 2, "late": 1, "done": 1}
    late = client.get("/portal/", {"show": "late"}).content.decode()
    assert legs[0].case.number in late
    assert legs[2].case.number not in late


def test_what_was_never_sent_is_not_in_the_inbox(client: Client) -> None:
    leg = deliver()
    Leg.objects.filter(pk=leg.pk).update(state=LegState.READY)
    assert counts(client) == {"new": 0, "working": 0, "late": 0, "done": 0}
    assert client.get(url(leg)).status_code == 404


@pytest.mark.parametrize("q", ["ศธ 9", "\x00", "%", "' OR 1=1", "ก" * 500])
def test_any_search_is_answered(client: Client, q: str) -> None:
    assert client.get("/portal/", {"q": q, "show": "?", "page": "x"}).status_code == 200
