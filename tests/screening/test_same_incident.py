"""Which texts are taken to tell of one incident: few false links matter more than all true ones."""

from datetime import date

import pytest

from damrong.privacy.detect import detect
from damrong.screening.same_incident import Fingerprint, fingerprint, tell_of_the_same

PLACE = {"province": "ลำปาง", "district": "เกาะคา", "subdistrict": "ศาลา"}


def told(text: str, place: dict[str, str] = PLACE, day: int = 1) -> Fingerprint:
    return fingerprint(text, place, date(2026, 5, day), detect(text))


SAME = [
    (
        "ท่อประปาหน้าวัดศรีบุญเรืองแตก น้ำพุ่งท่วมถนนตั้งแต่เช้า ร้านค้าขายของไม่ได้",
        "แจ้งท่อประปาแตกตรงหน้าวัดศรีบุญเรืองครับ น้ำพุ่งเต็มถนน รถผ่านลำบาก",
    ),
    (
        "ไฟทางในซอยลำพูน 12 ดับทั้งซอย มืดมาก กลัวโจร",
        "ลำพูน 12 ไฟทางดับหลายต้นแล้ว เดินกลับบ้านมืดมากค่ะ",
    ),
    (
        "รถเก็บขยะไม่เข้าซอยเทศบาล 5 มาสองอาทิตย์ ขยะล้นส่งกลิ่นเหม็น",
        "ซ.เทศบาล ๕ ขยะล้น รถเก็บขยะไม่มาสองอาทิตย์แล้ว เหม็นมาก",
    ),
]
ANOTHER = [
    # next soi, same words
    (
        "ไฟทางในซอยลำพูน 12 ดับทั้งซอย มืดมาก กลัวโจร",
        "ไฟทางในซอยลำพูน 14 ดับทั้งซอย มืดมาก กลัวโจร",
    ),
    # next house
    (
        "น้ำประปาบ้านเลขที่ 12/3 ไม่ไหลมาสองวัน โทรแจ้งแล้วเงียบ",
        "น้ำประปาบ้านเลขที่ 45 ไม่ไหลมาสองวัน โทรแจ้งแล้วเงียบ",
    ),
    # same soi, another matter
    (
        "ไฟทางในซอยลำพูน 12 ดับทั้งซอย มืดมาก",
        "ซอยลำพูน 12 รถเก็บขยะไม่เข้ามาสองอาทิตย์",
    ),
    # few words that everybody uses
    ("ไฟดับ", "ไฟดับ"),
    # same kind of trouble in the village, nothing that points to one spot
    (
        "ถนนในหมู่บ้านเป็นหลุม รถวิ่งลำบากมาก",
        "ถนนทางไปวัดเป็นหลุมลึก ฝนตกน้ำขังทุกครั้ง เด็กล้มเมื่อวาน",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_tellings_of_one_incident_are_linked_both_ways(one, other):
    assert tell_of_the_same(told(one), told(other))
    assert tell_of_the_same(told(other), told(one))


@pytest.mark.parametrize(("one", "other"), ANOTHER)
def test_what_looks_alike_nearby_is_not_linked(one, other):
    assert not tell_of_the_same(told(one), told(other))
    assert not tell_of_the_same(told(other), told(one))


@pytest.mark.parametrize("text", [text for pair in SAME for text in pair])
def test_a_text_sent_again_is_linked_within_two_months_only(text):
    assert tell_of_the_same(told(text), told(text + " ส่งซ้ำครับ", day=20))
    later = fingerprint(text, PLACE, date(2026, 9, 1), detect(text))
    assert not tell_of_the_same(told(text), later)


@pytest.mark.parametrize("text", [SAME[0][0], SAME[2][0]])
def test_the_same_words_in_another_district_are_another_incident(text):
    assert not tell_of_the_same(told(text), told(text, PLACE | {"district": "แม่ทะ"}))


def test_a_shared_telephone_number_links_what_is_told_otherwise():
    one = "โอนเงินซื้อโทรศัพท์ให้เบอร์ 0812345678 แล้วผู้ขายบล็อกหนี ไม่ได้ของ"
    other = "ผู้ขายโทรศัพท์เบอร์ 081-234-5678 รับเงินโอนแล้วไม่ส่งของ"
    assert tell_of_the_same(told(one), told(other))
