"""The copy of what is held of a person: theirs to read, with nobody else in it."""

import datetime
import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Message
from damrong.cases.verbs.citizen import add_information
from damrong.cases.verbs.decide import add_note
from damrong.subjects.decide import grant
from damrong.subjects.states import Kind, State
from damrong.vault import reveal
from damrong.vault.models import RevealRequest
from tests.factories import make_case, make_person
from tests.ops.test_row_security import undone
from tests.release.conversation import with_agency
from tests.subjects.asked import WHO, ask_with_code, follows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def taken(case: Case) -> tuple[str, str]:
    """Ask, let it be agreed to, and open both forms: the page and the file."""
    citizen = follows(case)
    request = ask_with_code(citizen, Kind.ACCESS, "")
    grant(request.number, make_person(Role.DPO))
    return opened(citizen)


def opened(citizen: Client) -> tuple[str, str]:
    page, file = citizen.get("/track/copy/"), citizen.get("/track/copy/file/")
    assert page.status_code == 200
    assert file.headers["Content-Disposition"].startswith("attachment")
    return page.content.decode(), file.content.decode()


def test_it_opens_only_once_it_is_agreed_to_and_each_taking_is_logged() -> None:
    citizen = follows(make_case("ถนนหน้าตลาดเป็นหลุม"))
    request = ask_with_code(citizen, Kind.ACCESS, "")
    assert citizen.get("/track/copy/").headers["Location"] == "/track/case/"
    assert Client().get("/track/copy/").headers["Location"] == "/track/"
    grant(request.number, make_person(Role.DPO))
    page, file = opened(citizen)
    assert "ถนนหน้าตลาดเป็นหลุม" in page
    assert json.loads(file)["texts"][0]["text"] == "ถนนหน้าตลาดเป็นหลุม"
    request.refresh_from_db()
    assert request.state == State.DONE
    assert AuditRecord.objects.filter(event="subject_copy_taken").count() == 2


def test_the_code_of_another_case_opens_no_copy_of_this_one() -> None:
    taken(make_case("เรื่องที่หนึ่ง"))
    assert follows(make_case()).get("/track/copy/").headers["Location"] == "/track/case/"


def test_it_says_to_whom_what_was_given_and_shows_officers_as_roles() -> None:
    leg = with_agency(identity_mode="open", complainant=WHO)
    officer = make_person(Role.SCREENER, display_name="วิไลวรรณ เขียนบันทึก")
    add_note(leg.case.number, officer, "เห็นว่าควรส่งท้องถิ่น")
    reference = leg.case.parties.exclude(vault_reference=None).get().vault_reference
    assert reference
    look = reveal.ask(leg.case.number, reference, officer, "ติดต่อกลับ")
    reveal.decide(look.pk, make_person(Role.CUSTODIAN), True, "จำเป็น")
    reveal.opened(look.pk, officer)
    for copy in taken(leg.case):
        assert leg.agency.name_th in copy
        assert "ติดต่อกลับ" in copy
        assert "มาตรา 15 (3)" in copy
        for hidden in ("วิไลวรรณ", "ควรส่งท้องถิ่น", WHO.national_id, WHO.phone):
            assert hidden not in copy


def test_what_may_only_be_told_later_leaves_no_trace_in_it() -> None:
    case = make_case(identity_mode="concealed", complainant=WHO)
    citizen = follows(case)
    request = ask_with_code(citizen, Kind.ACCESS, "")
    grant(request.number, make_person(Role.DPO))
    _page, before = opened(citizen)
    officer = make_person(Role.SCREENER)
    reference = case.parties.get().vault_reference
    assert reference
    look = reveal.ask(case.number, reference, officer, "สืบสวนผู้ร้อง")
    reveal.decide(look.pk, make_person(Role.CUSTODIAN), True, "จำเป็น", "investigation")
    reveal.opened(look.pk, officer)
    page, after = opened(citizen)
    assert _without_time(before) == _without_time(after)
    assert "สืบสวนผู้ร้อง" not in page
    over = RevealRequest.objects.get().tell_after
    assert over
    RevealRequest.objects.update(tell_after=over - datetime.timedelta(days=91))
    assert "สืบสวนผู้ร้อง" in opened(citizen)[0]


def _without_time(file: str) -> dict[str, object]:
    return {name: value for name, value in json.loads(file).items() if name != "made_at"}


GIVEN = ("กนกนารีย์", "วิจารณ์ศักดิ์", "ปทุมวดี", "ธนกฤตชัย", "สุวิมลรัตน์")
FAMILY = ("ทวนลมไกล", "เหมืองแร่ทอง", "ศรีสมุทรไทย", "วงศ์ไพรสณฑ์")
people = st.tuples(
    st.sampled_from(("นาย", "นาง", "นางสาว")), st.sampled_from(GIVEN), st.sampled_from(FAMILY)
)
phones = st.from_regex(r"0[689][1-9]\d{7}", fullmatch=True)
told_as = st.sampled_from(
    (
        "เมื่อวาน{name} ขี่รถล้มหน้าบ้าน ติดต่อได้ที่ {phone} ขอให้มาซ่อมถนน",
        "ขอให้ซ่อมไฟ พยานคือ{name} โทร {phone} ครับ",
        "{name} เบอร์ {phone} เป็นคนเห็นเหตุการณ์",
    )
)


@given(who=people, phone=phones, told=told_as, places=st.sets(st.sampled_from(("story", "wish", "added", "answered", "reply")), min_size=1))  # fmt: skip
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_third_person_is_in_anybodys_copy_wherever_they_were_named(
    who: tuple[str, str, str], phone: str, told: str, places: set[str]
) -> None:
    name = f"{who[0]}{who[1]} {who[2]}"
    words = told.format(name=name, phone=phone)
    with undone():
        case = make_case(
            words if "story" in places else "ถนนเป็นหลุม", wish_text=words if "wish" in places else "",
            identity_mode="open", complainant=WHO,
        )  # fmt: skip
        if "added" in places:
            add_information(case.number, words)
        if "answered" in places:
            Message.objects.create(case=case, kind=Message.Kind.TO_CITIZEN, text=words)
        if "reply" in places:
            Case.objects.filter(pk=case.pk).update(reply=words)
        for copy in taken(case):
            for canary in (phone, who[1], who[2]):
                assert canary not in copy, canary
