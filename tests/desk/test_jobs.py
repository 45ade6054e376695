"""What could not be sent is listed with its reason, and one press puts it back into the queue."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.audit.models import AuditRecord
from damrong.cases import jobs
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.agency import mark_failed
from damrong.cases.verbs.release import retry_send
from damrong.catalogue.models import Agreement
from damrong.exchange import outbox
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type
from damrong.release.gate import preview, release_leg
from tests.factories import PLAIN, make_case, make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
PAGE, RETRY = "/desk/jobs/", "/desk/jobs/retry/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin() -> Person:
    person = make_person(Role.ADMINISTRATOR)
    Person.objects.filter(pk=person.pk).update(unit=None)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def district() -> Person:
    return make_person(Role.SCREENER, unit="5001")


@pytest.fixture
def stranger() -> Person:
    return make_person(Role.SCREENER, unit="57")


def released() -> Leg:
    case, officer = on_desk(), make_person(Role.SCREENER)
    release_leg(case.number, 1, officer, preview(case, first_leg(case), officer).digest)
    return first_leg(case)


def without_agreement() -> Leg:
    """A leg that was released and then not sent, because the agreement was suspended."""
    leg = released()
    Agreement.objects.filter(pk=leg.agreement_id).update(suspended=True)
    outbox.send_leg(leg.pk)
    Agreement.objects.filter(pk=leg.agreement_id).update(suspended=False)
    return first_leg(leg.case)


def dead_referral() -> OutboundMessage:
    leg = released()
    message = outbox.prepare(leg.pk)
    mark_failed(leg.pk, "ส่งไม่สำเร็จหลังพยายาม 8 ครั้ง: ปลายทางไม่ตอบ")
    return died(message)


def died(message: OutboundMessage) -> OutboundMessage:
    OutboundMessage.objects.filter(pk=message.pk).update(
        state="dead", attempts=8, last_error_th="ปลายทางไม่ตอบ", last_error_en="No answer."
    )
    return OutboundMessage.objects.get(pk=message.pk)


def failed_job(task: str, **arguments: str | int) -> int:
    """A job that the worker gave up."""
    jobs.enqueue(task, queue="exchange", **arguments)
    job = ProcrastinateJob.objects.latest("id")
    with connection.cursor() as cursor:
        for state in ("doing", "failed"):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [state, job.pk]
            )
    return int(job.pk)


def queued(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task, status="todo").count()


def lines(client: Client) -> list[Any]:
    page = client.get(PAGE)
    assert page.status_code == 200
    return list(page.context["lines"])


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_sending_alive_sees_the_page_and_nobody_else(role: Role) -> None:
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client = signed_in(make_person(role, agency=agency))
    seen = Right.RETRY_JOBS in RIGHTS[role]
    assert client.get(PAGE).status_code == (200 if seen else 403)
    assert client.post(RETRY).status_code == (302 if seen else 403)


def test_an_unsent_leg_is_listed_with_its_reason_and_one_press_queues_it(district: Person) -> None:
    leg = without_agreement()
    client = signed_in(district)
    [line] = lines(client)
    assert (line.case, line.agency, line.what) == (leg.case.number, leg.agency, "leg")
    assert "ข้อตกลง" in line.reason
    before = queued(jobs.SEND_LEG)
    page = client.post(RETRY, {"what": line.what, "key": line.key}, follow=True)
    assert "ใส่กลับเข้าคิวแล้ว" in page.content.decode()
    assert first_leg(leg.case).state == LegState.READY
    assert queued(jobs.SEND_LEG) == before + 1
    assert lines(client) == []


def test_a_dead_referral_is_listed_once_and_retried_once(district: Person) -> None:
    dead = dead_referral()
    client = signed_in(district)
    [line] = lines(client)
    assert (line.attempts, line.reason) == (8, "ปลายทางไม่ตอบ")
    for _ in range(2):
        page = client.post(RETRY, {"what": line.what, "key": line.key}, follow=True)
    assert "ทำไม่ได้ในสถานะนี้" in page.content.decode()
    assert dead.leg is not None
    assert first_leg(dead.leg.case).state == LegState.READY
    assert AuditRecord.objects.filter(event="send_retried").count() == 1


def test_a_dead_referral_whose_leg_went_on_is_past(district: Person) -> None:
    dead = dead_referral()
    Leg.objects.filter(pk=dead.leg_id).update(state=LegState.RECALLED)
    assert lines(signed_in(district)) == []


def test_another_dead_message_is_revived_and_the_retry_stands_in_the_log(district: Person) -> None:
    leg = released()
    other = next(one for one in Type if one != Type.REFERRAL)
    message = OutboundMessage.objects.create(
        message_id=uuid.uuid4(), agency=leg.agency, leg=leg, type=other, body=b"{}", digest="x"
    )
    died(message)
    client = signed_in(district)
    [line] = lines(client)
    for _ in range(2):
        client.post(RETRY, {"what": line.what, "key": line.key})
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)
    assert queued(outbox.SEND_MESSAGE) == 1
    assert AuditRecord.objects.filter(stream="jobs", event="message_retried").count() == 1


def test_a_failed_job_is_retried_once(district: Person) -> None:
    case = make_case()
    job = failed_job(jobs.TELL_SOURCE, number=case.number)
    client = signed_in(district)
    [line] = lines(client)
    assert (line.case, line.key) == (case.number, str(job))
    assert line.since is not None
    for _ in range(2):
        page = client.post(RETRY, {"what": "job", "key": line.key}, follow=True)
    assert "ไม่ได้ค้างอยู่แล้ว" in page.content.decode()
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"
    assert AuditRecord.objects.filter(stream="jobs", event="job_retried").count() == 1


def test_a_stranger_sees_nothing_of_another_area_and_retries_nothing(stranger: Person) -> None:
    leg, dead = without_agreement(), dead_referral()
    job = failed_job(jobs.SEND_LEG, leg_id=leg.pk)
    upkeep = failed_job("ops.take_checkpoint")
    client = signed_in(stranger)
    assert lines(client) == []
    for what, key, words in (
        ("leg", f"{leg.case.number}/1", "ไม่พบเรื่อง"),  # as if there were none
        ("message", str(dead.message_id), "ไม่มีสิทธิ"),
        ("job", str(job), "ไม่มีสิทธิ"), ("job", str(upkeep), "ไม่มีสิทธิ"),
    ):  # fmt: skip
        page = client.post(RETRY, {"what": what, "key": key}, follow=True)
        assert words in page.content.decode()
    assert not AuditRecord.objects.filter(event__endswith="_retried").exists()


def test_the_administrator_retries_everything_and_sees_no_word_of_a_case(admin: Person) -> None:
    leg, dead = without_agreement(), dead_referral()
    failed_job(jobs.SEND_LEG, leg_id=leg.pk)
    failed_job(outbox.SEND_MESSAGE, message_id=str(dead.message_id))
    failed_job("ops.take_checkpoint")
    client = signed_in(admin)
    page = client.get(PAGE).content.decode()
    assert PLAIN[:12] not in page
    assert "/desk/cases/" not in page
    found = lines(client)
    assert len(found) == 5
    for line in found:
        client.post(RETRY, {"what": line.what, "key": line.key})
    assert lines(client) == []


@pytest.mark.parametrize(
    ("what", "key"),
    [("leg", "x"), ("leg", "DD69-1/9"), ("message", "x"), ("message", "7b33b576-172b-4f5d-942b-ff528cfbfb21"),
     ("job", "x"), ("job", "999999999"), ("", "")],
)  # fmt: skip
def test_nonsense_is_refused_in_words(district: Person, what: str, key: str) -> None:
    page = signed_in(district).post(RETRY, {"what": what, "key": key}, follow=True)
    assert page.status_code == 200
    assert "notice--error" in page.content.decode()


@pytest.mark.parametrize("state", [s for s in LegState if s != LegState.SEND_FAILED])
def test_a_retry_is_no_way_round_the_gate_or_the_second_person(
    district: Person, state: LegState
) -> None:
    case: Case = on_desk()
    Leg.objects.filter(case=case).update(state=state)
    before = queued(jobs.SEND_LEG)
    with pytest.raises(VerbRefused, match="wrong_state"):
        retry_send(case.number, 1, district)
    assert first_leg(case).state == state
    assert queued(jobs.SEND_LEG) == before
