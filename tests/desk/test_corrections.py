"""The steward reads what officers corrected, and says what counts."""

import pytest
from django.test import Client

from damrong.accounts.roles import Role
from damrong.cases.verbs.decide import correct, handle_self
from damrong.release import corrections
from damrong.release.models import Correction
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
PAGE, REVIEW = "/desk/corrections/", "/desk/corrections/review/"


@pytest.fixture
def waiting(reference_data: None) -> Correction:
    case, officer = on_desk(), make_person(Role.SCREENER)
    correct(
        case.number, officer, field="category", value="08", suggested="07", reason="เป็นเหตุรำคาญ"
    )
    handle_self(case.number, officer)
    corrections.gather()
    return Correction.objects.get(case=case)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_person(role, agency="MOE" if role == Role.AGENCY_OFFICER else ""))
    return client


@pytest.mark.parametrize("role", [Role.SCREENER, Role.EXECUTIVE, Role.AGENCY_OFFICER, Role.AUDITOR])
def test_nobody_but_the_steward_opens_it(role: Role, waiting: Correction) -> None:
    client = signed_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(REVIEW, {"key": waiting.pk, "do": "take"}).status_code == 403


def test_the_steward_reads_it_and_lets_it_count(waiting: Correction) -> None:
    steward = signed_in(Role.MODEL_STEWARD)
    page = steward.get(PAGE).content.decode()
    for words in (waiting.text, "เป็นเหตุรำคาญ", "โครงสร้างพื้นฐาน", "สิ่งแวดล้อม", "เชียงใหม่"):
        assert words in page
    assert waiting.case.number not in page
    page = steward.post(REVIEW, {"key": waiting.pk, "do": "take"}, follow=True).content.decode()
    assert waiting.text not in page
    waiting.refresh_from_db()
    assert waiting.state == "taken"


def test_left_out_without_a_reason_is_refused(waiting: Correction) -> None:
    steward = signed_in(Role.MODEL_STEWARD)
    page = steward.post(REVIEW, {"key": waiting.pk, "do": "leave"}, follow=True)
    assert waiting.text in page.content.decode()
    steward.post(REVIEW, {"key": waiting.pk, "do": "leave", "reason": "บอกว่าเป็นใคร"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text) == ("left-out", "")


def test_a_key_that_is_none_is_refused_in_words() -> None:
    page = signed_in(Role.MODEL_STEWARD).post(REVIEW, {"key": "x", "do": "take"}, follow=True)
    assert "ทบทวนแล้ว" in page.content.decode()
