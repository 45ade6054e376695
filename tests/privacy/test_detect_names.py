"""Names after titles and cue words, their later mentions, and whose they are."""

import pytest

from damrong.privacy.detect import detect


def names(text: str) -> list[str]:
    return [text[s.start : s.end] for s in detect(text) if s.type in ("person_name", "nickname")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ผู้ร้อง นางสมใจ เวียงสมุทร แจ้งว่าน้ำไม่ไหล", "นางสมใจ เวียงสมุทร"),
        ("นายสมชายขับรถชนเสาไฟ", "นายสมชาย"),
        ("น.ส.มะลิ แซ่ลิ้ม ร้องเรียน", "น.ส.มะลิ แซ่ลิ้ม"),
        ("พ.ต.ท.วิชัย ใจกล้า ไม่รับแจ้งความ", "พ.ต.ท.วิชัย ใจกล้า"),
        ("ด.ญ.กาญจนา โดนเพื่อนรังแก", "ด.ญ.กาญจนา"),
        ("คนขายชื่อตั้ม อยู่ท้ายซอย", "ตั้ม"),
    ],
)
def test_announced_names_are_found_whole(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "นายอำเภอไม่ลงมาดู นายก อบต. ก็เงียบ นายจ้างค้างค่าแรง",
        "นายทะเบียนไม่ออกใบให้ หัวหน้างานบอกให้รอ",
        "ร้านชื่อดังริมถนนพหลโยธิน",
    ],
)
def test_offices_are_not_names(text: str) -> None:
    assert names(text) == []


def test_a_found_name_is_found_again_without_its_title() -> None:
    text = "นายเกรียงไกร ทองคำ มาขู่ วันต่อมาเกรียงไกรมาอีก"
    assert names(text) == ["นายเกรียงไกร ทองคำ", "เกรียงไกร"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("ข้าพเจ้า นายสมชาย ใจดี ขอร้องเรียนเรื่องถนนชำรุดมากไม่มีใครมาซ่อม", "complainant"),
        ("เพื่อนบ้าน นายสมชาย ใจดี เผาขยะทุกวันไม่มีใครกล้าไปเตือนเขาเลย", "third-person"),
        ("ปลัดอำเภอ นายสมชาย ใจดี เรียกเงินค่าออกใบอนุญาตจากชาวบ้านทุกราย", "official-in-role"),
        ("ไฟถนนดับทั้งซอยมาสามวันแล้ว ช่วยมาซ่อมด้วย นายสมชาย ใจดี 0812345678", "complainant"),
    ],
)
def test_whose_name_it_is(text: str, owner: str) -> None:
    assert [s.owner for s in detect(text) if s.type == "person_name"] == [owner]
