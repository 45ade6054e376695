"""An agency is told of a recall, obeys it, and whatever it says afterwards is refused in words."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.conclude import send_back
from damrong.cases.verbs.recall import recall
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox, tasks, telling
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type, read
from tests.exchange.flaky import flaky
from tests.exchange.peer import sandbox, until
from tests.exchange.test_round_trip import released, state
from tests.factories import PLAIN, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
WHY = "นายสมชาย ใจดี โทรแจ้งว่าซ่อมเองแล้ว 081 234 5678"
State = OutboundMessage.State


def taken_back(leg: Leg, officer: Person | None = None) -> OutboundMessage:
    """Recall it and do the job that tells the agency."""
    recall(leg.case.number, officer or make_person(Role.SCREENER), leg.number, reason=WHY)
    words = leg.case.messages.latest("pk")
    tasks.tell_agency(leg.pk, "recall", words.pk)
    found = telling.to_agency(leg.pk, "recall", words.pk)
    assert found is not None
    found.refresh_from_db()
    return found


def test_a_sandbox_agency_closes_its_copy_and_its_plans(live_server: Any, tmp_path: Path) -> None:
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI", script="manual") as peer:
        outbox.send_leg(leg.pk)
        page = f"{peer.address}/MOI/"
        assert PLAIN[:10] in httpx.get(page).text
        told = taken_back(leg)
        assert told.state == State.ACKNOWLEDGED
        words = read(bytes(told.body)).data["reason"]
        assert "081 234 5678" not in words
        assert "สมชาย" not in words
        after = httpx.get(page).text
        assert PLAIN[:10] not in after
        assert "recalled by the hub" in after
        form = {"what": "progress", "subject": f"{leg.case.number}/1", "text": "ยังทำอยู่"}
        answer = httpx.post(f"{page}say", data=form)
        assert (answer.status_code, answer.json()["code"]) == (409, "recalled")


def test_a_report_that_crosses_the_recall_is_refused_with_its_reason(
    live_server: Any, tmp_path: Path
) -> None:
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI", script="manual") as peer:
        outbox.send_leg(leg.pk)
        recall(leg.case.number, make_person(Role.SCREENER), 1, reason=WHY)  # not told yet
        form = {"what": "final-report", "subject": f"{leg.case.number}/1", "text": "เสร็จแล้ว"}
        httpx.post(f"{peer.address}/MOI/say", data=form)
        until(lambda: "ศูนย์ไม่รับ / refused recalled" in httpx.get(f"{peer.address}/MOI/").text)
        shown = httpx.get(f"{peer.address}/MOI/").text
    assert "โปรดปิดเรื่องในระบบของท่าน" in shown
    assert "tell the centre another way" in shown
    leg.refresh_from_db()
    assert not leg.reports.exists()
    assert state(leg) == LegState.RECALLED


def test_what_was_not_delivered_is_withdrawn_and_the_recall_goes(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as line:
        line.next = ["lost"]
        with pytest.raises(outbox.TryAgain):
            outbox.send_leg(leg.pk)
        told = taken_back(leg)
        referral = leg.outbound.get(type=Type.REFERRAL)
        assert (referral.state, told.state) == (State.WITHDRAWN, State.ACKNOWLEDGED)
        outbox.send(referral)
        outbox.send_leg(leg.pk)
        assert line.arrived(f"{leg.case.number}/1") == [1, 2]
        assert line.refused == []


def test_a_send_back_that_waits_is_withdrawn_with_it(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as line:
        outbox.send_leg(leg.pk)
        Leg.objects.filter(pk=leg.pk).update(state=LegState.FINAL)
        head = make_person(Role.CENTRE_HEAD)
        send_back(leg.case.number, head, 1, instruction="ขอภาพถ่าย")
        words = leg.case.messages.latest("pk")
        recall(leg.case.number, head, 1, reason=WHY)
        assert telling.to_agency(leg.pk, "send_back", words.pk) is None
        tasks.tell_agency(leg.pk, "recall", leg.case.messages.latest("pk").pk)
        assert line.arrived(f"{leg.case.number}/1") == [1, 2]
    assert [m.type for m in leg.outbound.order_by("sequence")] == [Type.REFERRAL, Type.RECALL]


def test_a_recall_goes_without_words_where_no_agreement_is_in_force(tmp_path: Path) -> None:
    leg = released()
    with flaky(tmp_path, "MOI"):
        outbox.send_leg(leg.pk)
        Agreement.objects.filter(pk=leg.agreement_id).update(suspended=True)
        told = taken_back(leg)
    assert told.state == State.ACKNOWLEDGED
    assert read(bytes(told.body)).data == {}


def portal(agency: str) -> Client:
    client = Client()
    client.force_login(make_person(Role.AGENCY_OFFICER, agency=agency))
    return client


def test_in_the_portal_the_matter_is_closed_and_no_longer_read() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    client, page = portal("MOI"), f"/portal/{leg.case.number}/1/"
    client.post(page, {"act": "acknowledge"})
    assert PLAIN[:10] in client.get(page).content.decode()
    taken_back(leg)
    assert [m["type"] for m in deposited(leg)] == [Type.REFERRAL, Type.RECALL]
    after = client.get(page).content.decode()
    assert PLAIN[:10] not in after
    assert "ศูนย์เรียกเรื่องคืน" in after
    assert 'value="final"' not in after
    done = client.get("/portal/", {"show": "done"}).content.decode()
    assert leg.case.number in done
    client.post(page, {"act": "final", "final-text": "เสร็จ", "final-outcome_code": "unfounded"})
    assert not leg.reports.exists()


def test_what_never_arrived_is_not_in_the_portal() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    recall(leg.case.number, make_person(Role.SCREENER), 1, reason=WHY)
    assert portal("MOI").get(f"/portal/{leg.case.number}/1/").status_code == 404


def test_an_officer_recalls_on_the_page_and_reads_that_the_agency_signed() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    officer, client = make_person(Role.SCREENER), Client()
    client.force_login(officer)
    page = f"/desk/cases/{leg.case.number}/"
    for reason, status in ((" ", 422), ("ผู้ร้องขอถอนเรื่อง", 200)):
        leg.case.refresh_from_db()
        form = {"version": leg.case.version, "leg": "1", "why_back": reason}
        answer = client.post(f"{page}do/recall/", form, follow=True)
        assert answer.status_code == status
    tasks.tell_agency(leg.pk, "recall", leg.case.messages.latest("pk").pk)
    shown = client.get(page).content.decode()
    assert "หน่วยงานลงนามรับการเรียกคืนแล้ว" in shown
    assert "ผู้ร้องขอถอนเรื่อง" in shown
    assert f"{page}do/recall/" not in shown


def test_the_citizen_reads_that_it_was_taken_back() -> None:
    from damrong.citizen.case_page import read as citizen_page

    leg = released()
    Agency.objects.filter(pk="MOI").update(connector="portal")
    outbox.send_leg(leg.pk)
    taken_back(leg)
    page = citizen_page(type(leg.case).objects.get(pk=leg.case_id))
    assert any(line.words.startswith("ศูนย์เรียกเรื่องคืนจาก") for line in page.timeline)
    assert [held.words for held in page.held] == ["ศูนย์เรียกเรื่องคืน"]
    assert WHY not in json.dumps([line.words for line in page.timeline], ensure_ascii=False)
