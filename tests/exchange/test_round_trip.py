"""The hub and sandbox agencies, each in its own process or thread, over real HTTP."""

import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from damrong.accounts.roles import Role
from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState
from damrong.cases.verbs import agency as agency_verbs
from damrong.cases.verbs.conclude import send_back
from damrong.catalogue.models import Agency, Agreement, AgreementField
from damrong.exchange import outbox, telling
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type, digest, read
from damrong.release.gate import preview, release_leg
from tests.exchange.peer import sandbox, until
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]


def released(*, agency: str = "MOI", returned: bool = False, **how: Any) -> Leg:
    """A leg that an officer released. The sandbox sends back each sixth number."""
    while True:
        case = on_desk(agencies=[agency], **how)
        if (int(case.number.split("-")[1]) % 6 == 0) == returned:
            break
    officer = make_person(Role.SCREENER)
    shown = preview(case, first_leg(case), officer)
    release_leg(case.number, 1, officer, shown.digest)
    return first_leg(case)


def state(leg: Leg) -> str:
    return Leg.objects.values_list("state", flat=True).get(pk=leg.pk)


def test_a_matter_goes_out_and_its_result_comes_back(live_server: Any, tmp_path: Path) -> None:
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI"):
        outbox.send_leg(leg.pk)
        until(lambda: state(leg) == LegState.FINAL)
    leg.refresh_from_db()
    sent = leg.outbound.get()
    assert read(bytes(sent.body)).data == leg.extract
    disclosure = leg.disclosures.get()
    assert disclosure.receipt["claims"]["data_digest"] == leg.digest == disclosure.digest
    assert sent.receipt["claims"]["digest"] == digest(bytes(sent.body))
    assert leg.last_sequence_in == 4
    assert [r.kind for r in leg.reports.all()] == ["progress", "final"]
    assert leg.agency_reference.startswith("MOI-")


def test_a_sandbox_that_restarts_keeps_what_it_held(live_server: Any, tmp_path: Path) -> None:
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI", script="manual"):
        outbox.send_leg(leg.pk)
        keys = (tmp_path / "keys.json").read_text()
    sent = leg.outbound.get()
    form = {"what": "progress", "subject": f"{leg.case.number}/1", "text": "ลงพื้นที่แล้ว"}
    with sandbox(tmp_path, "http://127.0.0.1:9", "MOI", script="manual") as peer:  # no hub there
        assert (tmp_path / "keys.json").read_text() == keys
        assert sent.digest[:16] in httpx.get(f"{peer.address}/MOI/").text
        httpx.post(f"{peer.address}/MOI/say", data=form)
    assert not leg.reports.exists()
    with sandbox(tmp_path, live_server.url, "MOI", script="manual"):
        # The very same receipt for a repetition, and what could not be said is said now.
        OutboundMessage.objects.filter(pk=sent.pk).update(state="waiting", receipt=None)
        outbox.send(sent)
        until(lambda: leg.reports.filter(kind="progress").exists())
    first, again = leg.disclosures.get().receipt, leg.outbound.get().receipt
    assert first is not None
    assert again == first


def test_what_the_agency_sends_back_carries_its_reason(live_server: Any, tmp_path: Path) -> None:
    leg = released(returned=True)
    with sandbox(tmp_path, live_server.url, "MOI"):
        outbox.send_leg(leg.pk)
        until(lambda: state(leg) == LegState.RETURNED)
    leg.refresh_from_db()
    assert leg.return_code == "not_ours"
    assert leg.return_note


def test_a_report_sent_back_is_answered_with_another(live_server: Any, tmp_path: Path) -> None:
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI"):
        outbox.send_leg(leg.pk)
        until(lambda: state(leg) == LegState.FINAL)
        head = make_person(Role.CENTRE_HEAD)
        send_back(leg.case.number, head, 1, instruction="ขอภาพถ่ายหลังซ่อม")
        words = leg.case.messages.latest("pk")
        outbox.send(telling.to_agency(leg.pk, "send_back", words.pk))
        until(lambda: leg.reports.filter(kind="final").count() == 2)
    assert state(leg) == LegState.FINAL


def test_an_agency_without_an_api_gets_it_in_its_box() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    assert state(leg) == LegState.DELIVERED


def test_an_eleventh_partner_is_data_alone(live_server: Any, tmp_path: Path) -> None:
    today = datetime.date.today()
    Agency.objects.create(
        code="NEW", name_th="หน่วยใหม่", name_en="New body", short_th="ใหม่", mandate_th="-",
        partner=True, connector="push", categories=["07"],
    )  # fmt: skip
    agreement = Agreement.objects.create(
        number="ทดสอบ-11", agency_id="NEW", title_th="-", purpose_th="-", legal_ground_th="-",
        signed_on=today, starts_on=today, ends_on=today + datetime.timedelta(30),
    )  # fmt: skip
    for name in ("case_number", "narrative"):
        AgreementField.objects.create(agreement=agreement, field=name, transformation="keep")
    leg = released(agency="NEW")
    with sandbox(tmp_path, live_server.url, "NEW"):
        outbox.send_leg(leg.pk)
        until(lambda: state(leg) == LegState.FINAL)


def test_an_agreement_that_ended_meanwhile_stops_the_sending() -> None:
    leg = released()
    yesterday = datetime.date.today() - datetime.timedelta(1)
    Agreement.objects.filter(pk=leg.agreement_id).update(ends_on=yesterday)
    outbox.send_leg(leg.pk)
    leg.refresh_from_db()
    assert leg.state == LegState.SEND_FAILED
    assert "ข้อตกลง" in leg.failure
    assert not OutboundMessage.objects.exists()


def test_a_broken_agency_makes_a_dead_letter_and_a_retry_delivers_it(
    live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRONG_SEND_ATTEMPTS", "2")
    leg = released()
    with sandbox(tmp_path, live_server.url, "MOI", script="broken"):
        with pytest.raises(outbox.TryAgain):
            outbox.send_leg(leg.pk)
        outbox.send_leg(leg.pk)
    assert state(leg) == LegState.SEND_FAILED
    [dead] = outbox.dead_letters(make_person(Role.SCREENER))
    outbox.retry(dead.message_id, make_person(Role.SCREENER))
    with sandbox(tmp_path, live_server.url, "MOI", script="silent"):
        outbox.send_leg(leg.pk)
    assert state(leg) == LegState.DELIVERED
    assert leg.outbound.count() == 1


def test_a_partner_posts_its_complaint_twice_and_it_is_one_case(
    live_server: Any, tmp_path: Path
) -> None:
    form = {
        "what": "submission",
        "reference": "RTP-1",
        "text": "ไฟดับหน้าตลาด",
        "place_code": "500101",
    }
    with sandbox(tmp_path, live_server.url, "RTP", script="silent") as peer:
        for _ in range(2):
            httpx.post(f"{peer.address}/RTP/say", data=form)
        until(lambda: httpx.get(f"{peer.address}/RTP/").text.count("taken by the hub DD") == 2)
    assert Case.objects.get().source_reference == "RTP-1"


def test_words_to_an_agency_wait_at_home_once_its_agreement_has_ended() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = released()
    outbox.send_leg(leg.pk)
    agency_verbs.accept(leg.pk, "agency:MOI")
    agency_verbs.report_final(leg.pk, "agency:MOI", text="ซ่อมแล้ว")
    head = make_person(Role.CENTRE_HEAD)
    send_back(leg.case.number, head, 1, instruction="ขอภาพถ่ายหลังซ่อม")
    Agreement.objects.filter(pk=leg.agreement_id).update(suspended=True)
    message = telling.to_agency(leg.pk, "send_back", leg.case.messages.latest("pk").pk)
    outbox.send(message)
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.DEAD
    assert "ข้อตกลง" in message.last_error_th
    assert [said["type"] for said in deposited(leg)] == [Type.REFERRAL]


def test_a_partner_without_any_agreement_is_told_nothing() -> None:
    Agreement.objects.filter(agency="RTP").update(suspended=True)
    case = on_desk(source_agency="RTP", source_reference="ตร 1/69")
    Case.objects.filter(pk=case.pk).update(state="CONCLUDED", outcome_code="unfounded")
    message = telling.to_source(case.number)
    assert message is not None
    outbox.send(message)
    message.refresh_from_db()
    assert message.state == OutboundMessage.State.DEAD
