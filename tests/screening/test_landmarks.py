"""What something stands beside is not what it is about."""

import pytest

from damrong.screening.landmarks import without_landmarks
from damrong.screening.screen import screen
from damrong.screening.submission import Submission


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ไฟดับตรงข้างวัดดอนแก้ว", "ไฟดับตรงข้างดอนแก้ว"),
        ("หลุมใกล้ๆโรงเรียนเดิม", "หลุมใกล้ๆเดิม"),
        ("ครูในโรงเรียนไม่มาสอน", "ครูในโรงเรียนไม่มาสอน"),
        ("", ""),
    ],
)
def test_only_the_word_for_what_it_stands_beside_goes(text: str, left: str) -> None:
    assert without_landmarks(text) == left


def test_a_lamp_before_a_school_is_the_municipality_s() -> None:
    text = "โคมไฟริมทางหน้าโรงเรียนดับหลายดวง เด็กเดินกลับมืด ขอให้ซ่อม"
    place = {"province": "ลำพูน", "district": "เมืองลำพูน"}
    found = screen(Submission(id="", text=text, channel="", received_on=None, place=place))
    assert [one.code for one in found.agencies][:1] == ["MOI"]
