"""What screening does to a case, once, whatever is tried again."""

import pytest

from damrong.audit.models import AuditRecord
from damrong.cases.models import Case
from damrong.cases.states import CaseState
from damrong.cases.verbs.screen import screen
from damrong.release.tasks import screen_case
from tests.factories import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
REPEAT = "ฝาท่อระบายน้ำหน้าร้านขายยาปากซอยสุขใจ 14 หายไปสองฝาตั้งแต่วันจันทร์ มีคนตกลงไปแล้ว ขอให้มาปิดโดยด่วนครับ"


def events(number: str) -> list[str]:
    records = AuditRecord.objects.filter(stream=f"case:{number}").order_by("sequence")
    return list(records.values_list("event", flat=True))


@pytest.mark.parametrize("earlier_first", [True, False])
def test_of_two_repeats_the_later_names_the_earlier(earlier_first: bool) -> None:
    earlier, later = submit(REPEAT).number, submit(f"{REPEAT} เดือดร้อนกันทั้งซอย").number
    for number in (earlier, later) if earlier_first else (later, earlier):
        screen(number)
    of_earlier, of_later = (Case.objects.get(number=n).suggestions.get() for n in (earlier, later))
    assert of_later.line["same_incident_as"] == [earlier]
    assert of_earlier.line["same_incident_as"] == []


def test_a_case_is_screened_once(reference_data: None) -> None:
    number = submit().number
    assert screen(number) is not None
    assert screen(number) is None
    assert events(number) == ["received", "screened"]


def test_a_job_that_died_half_way_goes_on_with_the_second_half(reference_data: None) -> None:
    number = submit().number
    screen(number)  # here the process ended
    screen_case(number)
    assert events(number) == ["received", "screened", "left_to_officer"]
    assert Case.objects.get(number=number).state == CaseState.SCREENING
