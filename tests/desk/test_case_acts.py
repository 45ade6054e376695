"""What an officer does on a case's page, and to whom it is refused."""

import re

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Attachment, Case, CaseSpans, Disclosure, Leg, Message
from damrong.cases.states import CaseState, LegState
from damrong.cases.submission import File
from damrong.cases.verbs.agency import accept, mark_delivered, mark_sent, report_final
from damrong.cases.verbs.decide import correct_spans
from damrong.release.gate import preview
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("reference_data", "files_home"),
]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def screener(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


def do(client: Client, case: Case, act: str, **form: object) -> object:
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    return client.post(
        f"/desk/cases/{case.number}/do/{act}/", {"version": version, **form}, follow=True
    )


def test_the_page_shows_the_case_and_writes_down_the_look_once(screener: Person) -> None:
    case = on_desk("นายแดง ใจร้าย ไม่เก็บขยะ", marks=[("นายแดง ใจร้าย", "person_name", "third-person")])
    client = signed_in(screener)
    for _ in range(2):
        page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert case.number in page
    assert 'class="mark mark--third-person"' in page
    assert "บุคคลที่สาม" in page
    looks = AuditRecord.objects.filter(stream=f"case:{case.number}", event="case_opened")
    assert looks.count() == 1
    assert len(page.encode()) < 150_000


def test_another_area_gets_not_found_everywhere(screener: Person) -> None:
    case = on_desk(files=(File("ก.txt", "text/plain", b"x"),))
    file = Attachment.objects.get(case=case)
    stranger = signed_in(make_person(Role.SCREENER, unit="10"))
    stem = f"/desk/cases/{case.number}/"
    for path in (stem, f"{stem}files/{file.pk}/", f"{stem}legs/1/release/"):
        assert stranger.get(path).status_code == 404
    for path in (f"{stem}do/note/", f"{stem}do/self/", f"{stem}legs/1/release/"):
        assert stranger.post(path, {"note": "x"}).status_code == 404
    assert not AuditRecord.objects.filter(event__in=["case_opened", "file_opened"]).exists()


def test_a_reader_without_the_right_is_refused_in_words() -> None:
    case = on_desk()
    reader = signed_in(make_person(Role.SUPERVISOR))
    answer = do(reader, case, "self")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "ไม่มีสิทธิ" in answer.content.decode()  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert case.state == CaseState.SCREENING


def test_what_was_typed_stays_when_somebody_changed_the_case(screener: Person) -> None:
    case = on_desk()
    answer = signed_in(screener).post(
        f"/desk/cases/{case.number}/do/ask/", {"version": "0", "question": "เสาไฟต้นไหน"}
    )
    assert answer.status_code == 409
    assert "มีผู้อื่นแก้ไขเรื่องนี้" in answer.content.decode()
    assert "เสาไฟต้นไหน" in answer.content.decode()
    assert not Message.objects.exists()


def test_words_that_were_marked_do_not_leave(screener: Person) -> None:
    case = on_desk("ต้อมด่าคน แล้วต้อมหนีไป ไฟดับ")
    do(signed_in(screener), case, "marks", spans="[]", do="add", words="ต้อม",
       type="nickname", owner="third-person")  # fmt: skip
    case = Case.objects.get(pk=case.pk)
    assert len(case.spans.spans) == 2
    assert "ต้อม" not in preview(case, first_leg(case), screener).content["narrative"]


@pytest.mark.parametrize(
    "spans",
    [
        "{",
        '[{"start": 0}]',
        "[1]",
        '[{"start":0,"end":1e999,"type":"phone","owner":"complainant"}]',
    ],
)
def test_marks_that_cannot_be_read_change_nothing(screener: Person, spans: str) -> None:
    case = on_desk(marks=[("ตลาด", "address", "third-person")])
    answer = do(signed_in(screener), case, "marks", spans=spans, do="save")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert len(Case.objects.get(pk=case.pk).spans.spans) == 1


def test_all_suggestions_are_accepted_by_one_press(screener: Person) -> None:
    case = on_desk()
    suggestion = case.suggestions.get()
    suggestion.line = {
        "kind": "complaint", "category": "07", "urgency": "normal", "sensitive": [],
        "agencies": [{"code": "MOI", "score": 0.9, "because": ["ไฟถนน"]}],
    }  # fmt: skip
    suggestion.save()
    page = do(signed_in(screener), case, "accept-all").content.decode()  # type: ignore[attr-defined]
    assert case.decisions.count() == 5
    assert all(row.suggested == row.decided for row in case.decisions.all())
    assert "ยอมรับทั้งหมดที่ระบบเสนอ</button>" not in page


def test_another_choice_needs_a_reason(screener: Person) -> None:
    case = on_desk()
    suggestion = case.suggestions.get()
    suggestion.line = {"urgency": "normal"}
    suggestion.save()
    client = signed_in(screener)
    answer = do(client, case, "change", field="urgency", value="urgent")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    do(client, case, "change", field="urgency", value="urgent", reason="มีคนล้ม")
    case.refresh_from_db()
    assert case.urgency == "urgent"


def test_a_refused_change_of_agencies_keeps_what_was_ticked(screener: Person) -> None:
    case = on_desk(agencies=["BMA", "RTP"])
    client = signed_in(screener)
    suggestion = case.suggestions.get()
    suggestion.line = {"agencies": [{"code": "BMA"}, {"code": "RTP"}]}
    suggestion.save()
    answer = do(client, case, "change", field="agencies", value=["RTP"], primary="RTP")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "โปรดเขียนเหตุผล" in page
    assert re.search(r'name="value" value="RTP" checked', page)
    assert not re.search(r'name="value" value="BMA" checked', page)
    assert re.search(r'name="primary" value="RTP" checked', page)


def test_why_it_is_on_the_desk_is_said_only_while_it_is_there(screener: Person) -> None:
    case = on_desk()
    Case.objects.filter(pk=case.pk).update(desk_reason="ผู้ร้องส่งข้อมูลเพิ่ม")
    client = signed_in(screener)
    assert "ทำไมเรื่องอยู่ที่โต๊ะนี้" in client.get(f"/desk/cases/{case.number}/").content.decode()
    Case.objects.filter(pk=case.pk).update(state=CaseState.REPORTED)
    assert "ทำไมเรื่องอยู่ที่โต๊ะนี้" not in client.get(f"/desk/cases/{case.number}/").content.decode()


def test_a_case_of_another_area_cannot_be_merged_into() -> None:
    here, elsewhere = on_desk(), on_desk(place_code="103101")
    client = signed_in(make_person(Role.SCREENER, unit="50"))
    answer = do(client, here, "merge", into=elsewhere.number, confirm="yes")
    missing = do(client, here, "merge", into="DD00-0000000-0", confirm="yes")
    assert answer.status_code == missing.status_code == 422  # type: ignore[attr-defined]
    here.refresh_from_db()
    assert here.merged_into is None


def test_what_was_shown_is_what_is_released(screener: Person) -> None:
    case = on_desk()
    client = signed_in(screener)
    path = f"/desk/cases/{case.number}/legs/1/release/"
    digest = client.get(path).context["digest"]
    assert client.post(path, {"digest": "0" * 64, "do": "release"}).status_code == 409
    assert not Disclosure.objects.exists()
    client.post(path, {"digest": digest, "do": "release"})
    assert Disclosure.objects.get().digest == digest == first_leg(case).digest


def test_without_an_agreement_there_is_no_button(screener: Person) -> None:
    case = on_desk(agencies=["OTHER"])
    page = signed_in(screener).get(f"/desk/cases/{case.number}/legs/1/release/").content.decode()
    assert "ไม่มีข้อตกลงที่มีผล" in page
    assert "release-form" not in page


def test_findings_must_each_be_looked_at(screener: Person) -> None:
    case = on_desk("ป้ายเขียนว่า 0812345678 ไฟดับ")
    client = signed_in(screener)
    path = f"/desk/cases/{case.number}/legs/1/release/"
    shown = client.get(path)
    form = {"digest": shown.context["digest"], "do": "release"}
    assert client.post(path, form).status_code == 422
    keys = [found.key for found in shown.context["findings"]]
    assert client.post(path, {**form, "explained": keys}).status_code == 302
    assert first_leg(case).state == LegState.READY


def test_words_that_tell_who_reported_it_are_hidden_by_one_press(screener: Person) -> None:
    case = on_desk("ร้านนี้ขายยาบ้า อยู่ข้างบ้านผม ผมอยู่ข้างบ้านผมมานาน", identity_mode="concealed")
    client = signed_in(screener)
    path = f"/desk/cases/{case.number}/legs/1/release/"
    shown = client.get(path)
    assert "ข้อความที่อาจบอกได้ว่าใครแจ้ง" in shown.content.decode()
    form = {"digest": shown.context["digest"]}
    assert client.post(path, {**form, "do": "release"}).status_code == 422
    again = client.post(path, {**form, "hide": shown.context["hints"][0].key}, follow=True)
    assert again.redirect_chain == [(path, 302)]
    assert "ข้างบ้านผม" not in again.context["raw"]["narrative"]
    assert again.context["digest"] != form["digest"]


def test_two_people_release_and_the_second_must_be_another() -> None:
    head, second = make_person(Role.CENTRE_HEAD), make_person(Role.SECOND_SCREENER)
    case = on_desk(agencies=["RTP"], category="02", sensitive=["drugs"])
    path = f"/desk/cases/{case.number}/legs/1/release/"
    first = signed_in(head)
    first.post(path, {"digest": first.get(path).context["digest"], "do": "release"})
    digest = first.get(path).context["digest"]
    assert "second-form" not in first.get(path).content.decode()
    assert first.post(path, {"digest": digest, "do": "second"}).status_code == 422
    other = signed_in(second)
    assert str(head) in other.get(path).content.decode()
    assert other.post(path, {"do": "refuse", "reason": ""}).status_code == 422
    other.post(path, {"digest": digest, "do": "second"})
    assert first_leg(case).state == LegState.READY


def test_a_reported_case_is_concluded_with_an_answer(screener: Person) -> None:
    case = on_desk()
    client = signed_in(screener)
    path = f"/desk/cases/{case.number}/legs/1/release/"
    client.post(path, {"digest": client.get(path).context["digest"], "do": "release"})
    leg = first_leg(case)
    mark_sent(leg.pk)
    mark_delivered(leg.pk, None)
    accept(leg.pk, "agency:MOI")
    report_final(leg.pk, "agency:MOI", text="ซ่อมแล้ว")
    assert "ซ่อมแล้ว" in client.get(f"/desk/cases/{case.number}/").content.decode()
    answer = do(client, case, "conclude", outcome="solved_as_wished", summary="", reply="ซ่อมแล้วครับ")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "ซ่อมแล้วครับ" in answer.content.decode()  # type: ignore[attr-defined]
    do(client, case, "accept-report", leg="1")
    do(client, case, "conclude", outcome="solved_as_wished", summary="ซ่อม", reply="ซ่อมแล้วครับ")
    case.refresh_from_db()
    assert (case.state, case.reply) == (CaseState.CONCLUDED, "ซ่อมแล้วครับ")


def test_a_file_is_downloaded_never_shown_and_logged(screener: Person) -> None:
    case = on_desk(files=(File("รูป.html", "text/html", b"<script>1</script>"),))
    file = Attachment.objects.get(case=case)
    answer = signed_in(screener).get(f"/desk/cases/{case.number}/files/{file.pk}/")
    assert answer.content == b"<script>1</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditRecord.objects.filter(event="file_opened").count() == 1


@pytest.mark.parametrize(
    ("act", "form", "state"),
    [
        ("self", {}, CaseState.SELF),
        ("ask", {"question": "เสาต้นไหน"}, CaseState.NEED_INFO),
        ("refuse", {"code": "spam", "reply": "ข้อความโฆษณา"}, CaseState.REFUSED),
    ],
)
def test_other_ways_for_a_case(
    screener: Person, act: str, form: dict[str, str], state: CaseState
) -> None:
    case = on_desk()
    assert do(signed_in(screener), case, act, **form).status_code == 200  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert case.state == state


def test_a_mark_of_no_known_kind_is_refused_whoever_sends_it(screener: Person) -> None:
    case = on_desk()
    for wrong in ({"type": "secret"}, {"owner": "nobody"}):
        mark = {"start": 0, "end": 3, "type": "phone", "owner": "complainant"} | wrong
        with pytest.raises(VerbRefused, match="bad_span"):
            correct_spans(case.number, screener, [mark])
    assert CaseSpans.objects.get(case=case).spans == []


def test_the_agencies_of_an_ended_case_are_still_named(screener: Person) -> None:
    case = on_desk()
    leg = first_leg(case)
    Leg.objects.filter(pk=leg.pk).update(state=LegState.ACCEPTED_BY_CENTRE)
    page = signed_in(screener).get(f"/desk/cases/{case.number}/").content.decode()
    decided = page.split('id="field-agencies"')[1].split('id="field-sensitive"')[0]
    assert leg.agency.name_th in decided.split("decision__decided")[1]


def test_a_group_is_shown_on_the_case_and_parted_there(screener: Person) -> None:
    first, other = on_desk(), on_desk()
    client = signed_in(screener)
    do(client, other, "merge", into=first.number, confirm="yes")
    page = client.get(f"/desk/cases/{first.number}/").content.decode()
    assert f'href="/desk/cases/{other.number}/"' in page
    do(client, first, "part-all")
    other.refresh_from_db()
    assert (other.state, other.merged_into) == (CaseState.SCREENING, None)
    assert 'id="joined"' not in client.get(f"/desk/cases/{first.number}/").content.decode()
