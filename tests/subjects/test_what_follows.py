"""What follows from a decision: a correction beside the story, an erasure by policy, a record of refusals."""

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import Role
from damrong.cases.models import Case, Message
from damrong.ops.processing_record import as_markdown, processing_record
from damrong.retention.hold import place
from damrong.retention.models import Erasure
from damrong.retention.policy import policy
from damrong.retention.run import run
from damrong.subjects.decide import grant, refuse
from damrong.subjects.states import Kind, State
from damrong.vault.models import SealedIdentity
from tests.factories import make_case, make_person
from tests.retention.full import closed_case, today_in
from tests.subjects.asked import WHO, ask_with_code, decide, dpo, follows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def test_an_officer_of_the_case_puts_the_correction_beside_what_was_written() -> None:
    case = make_case("บ้านอยู่หมู่ 3")
    citizen = follows(case)
    request = ask_with_code(citizen, Kind.CORRECTION, "ที่ถูกคือหมู่ 4")
    officer, other = Client(), Client()
    officer.force_login(make_person(Role.SCREENER, unit="5001"))
    other.force_login(make_person(Role.SCREENER, unit="57"))
    address = f"/desk/cases/{case.number}/do/correct-as-asked/"
    form = {"request": request.number, "correction": "หมู่ 4"}
    assert officer.post(address, form).status_code == 422  # not decided yet
    grant(request.number, make_person(Role.DPO))
    assert "ที่ถูกคือหมู่ 4" in officer.get(f"/desk/cases/{case.number}/").content.decode()
    assert other.post(address, form).status_code == 404
    assert officer.post(address, form).status_code == 302
    request.refresh_from_db()
    case.refresh_from_db()
    assert request.state == State.DONE
    assert case.narrative == "บ้านอยู่หมู่ 3"
    assert Message.objects.get(kind="correction").text == "หมู่ 4"
    assert "หมู่ 4" in citizen.get("/track/case/").content.decode()


def test_an_erasure_that_was_agreed_to_is_done_by_the_policys_run() -> None:
    case = closed_case(identity_mode="concealed", complainant=WHO)
    request = ask_with_code(follows(case), Kind.ERASURE)
    run(policy(), today_in(31))
    assert SealedIdentity.objects.exists()
    client, _person = dpo()
    decide(client, request, do="grant", reason="")
    assert request.state == State.GRANTED
    run(policy(), today_in(29))
    assert SealedIdentity.objects.exists()
    run(policy(), today_in(31))
    assert not SealedIdentity.objects.exists()
    assert list(Erasure.objects.values_list("record", flat=True)) == ["identity"]
    request.refresh_from_db()
    assert request.state == State.DONE
    assert Case.objects.get(pk=case.pk).narrative == case.narrative  # kept for its own time


def test_a_held_case_and_a_class_that_is_kept_are_not_promised_away() -> None:
    client, person = dpo()
    held, kept = closed_case(), closed_case()
    Case.objects.filter(pk=kept.pk).update(category="03")
    place(held.number, person, "คำสั่งศาล")
    for case, why in ((held, "ถูกระงับการลบ"), (kept, "นโยบายการเก็บให้เก็บไว้")):
        request = ask_with_code(follows(case), Kind.ERASURE)
        assert why in decide(client, request, do="grant", reason="")
        assert request.state == State.ASKED
    run(policy(), today_in(31))
    assert not Erasure.objects.exists()


def test_refusals_stand_in_the_record_of_processing_with_their_reasons() -> None:
    request = ask_with_code(follows(make_case()), Kind.OBJECTION, "ไม่อยากให้ใครรู้")
    refuse(request.number, make_person(Role.DPO), "public_task", "หน่วยงานต้องใช้ซ่อมถนน")
    ask_with_code(follows(make_case()), Kind.OBJECTION)
    record = processing_record(timezone.localdate())
    row = next(one for one in record["requests"] if one["kind"] == "objection")
    assert (row["asked"], len(row["refused"])) == (2, 1)
    text = as_markdown(record)
    for shown in (request.number, "หน่วยงานต้องใช้ซ่อมถนน", "มาตรา 32 วรรคหนึ่ง (1) (ก)"):
        assert shown in text
    assert "ไม่อยากให้ใครรู้" not in text
