"""Who deals in drugs and who uses them are told apart, by plain words beside their names only."""

import pytest

from damrong.privacy.detect import detect
from damrong.privacy.spans import NAME_TYPES


def roles(text: str) -> dict[str, str]:
    return {text[s.start : s.end]: s.owner for s in detect(text) if s.type in NAME_TYPES}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("นายวิชัย ใจกล้า ขายยาบ้าอยู่หลังตลาด", {"นายวิชัย ใจกล้า": "accused"}),
        ("เอเย่นต์คือลุงคม คนในซอยรู้หมด", {"ลุงคม": "accused"}),
        ("น้องบอยติดยามาสองปี อยากให้พาไปรักษา", {"น้องบอย": "patient"}),
        ("นายวิชัย ใจกล้า เสพยาและขายยาบ้าด้วย", {"นายวิชัย ใจกล้า": "accused"}),
        ("นายวิชัย ใจกล้า ขายที่ดินแล้วไม่โอน", {"นายวิชัย ใจกล้า": "third-person"}),
        # Who saw it, told of it or denies it is the last whom anybody should take for the dealer.
        ("นายวิชัย ใจกล้า เห็นคนขายยาบ้าหลังตลาด", {"นายวิชัย ใจกล้า": "third-person"}),
        ("นายวิชัย ใจกล้า บอกว่ามีคนขายยาบ้า", {"นายวิชัย ใจกล้า": "third-person"}),
        ("นายวิชัย ใจกล้า ไม่ได้ขายยาบ้า", {"นายวิชัย ใจกล้า": "third-person"}),
        ("มีคนขายยาบ้า นายวิชัย ใจกล้า ไปแจ้งความ", {"นายวิชัย ใจกล้า": "third-person"}),
        ("นายวิชัย ใจกล้า บอกว่าลูกติดยา", {"นายวิชัย ใจกล้า": "third-person"}),
    ],
)
def test_the_words_beside_a_name_decide(text: str, expected: dict[str, str]) -> None:
    assert roles(text) == expected


def test_all_mentions_of_one_person_play_one_part() -> None:
    text = "นายวิชัย ใจกล้า ขายยาบ้า ตำรวจมาแล้ววิชัยก็หนี"
    assert set(roles(text).values()) == {"accused"}


def test_the_teller_is_never_made_the_accused() -> None:
    assert "accused" not in roles("ผมชื่อสมชาย ใจดี ไม่ได้ขายยาบ้า โดนใส่ร้าย").values()
