"""Words that name nobody and still tell who spoke."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.privacy.informant import KINDS, hints


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("เขาวางของขายอยู่หน้าร้านหนูทุกคืน", "หน้าร้านหนู", "informant_place"),
        ("บ่อนอยู่ติดกับบ้านของดิฉันเลยค่ะ", "ติดกับบ้านของดิฉัน", "informant_place"),
        ("ผมอยู่ห้อง 12 เห็นคนเข้าออก", "ผมอยู่ห้อง", "informant_place"),
        ("อย่าให้เขารู้เลยค่ะ รั้วติดกัน", "รั้วติดกัน", "informant_place"),
        ("น้องสาวทำงานอยู่ร้านนั้น", "น้องสาว", "informant_kin"),
        ("ผู้แจ้งเคยรับจ้างในไร่นี้", "ผู้แจ้งเคยรับจ้าง", "informant_work"),
        ("ลูกสาวผมเรียนอยู่ห้องเดียวกับเด็กคนนั้น", "ลูกสาวผม", "informant_kin"),
        ("เมียของผมเป็นลูกจ้างที่นั่น", "เมียของผม", "informant_kin"),
        ("ดิฉันเป็นพยาบาลในหอผู้ป่วยนี้", "ดิฉันเป็นพยาบาล", "informant_work"),
        ("หนูขายของอยู่แถวนั้นทุกวัน", "หนูขายของอยู่", "informant_work"),
        ("เขาเป็นเจ้าของร้านทองเพียงร้านเดียวหน้าตลาด", "เพียงร้านเดียว", "only_one"),
        ("เอกสารนี้มีแค่ผมกับปลัดที่ถือ", "มีแค่ผม", "few_know"),
        ("ผมเคยไปต่อว่าเขาแล้วหนึ่งครั้ง", "ผมเคยไปต่อว่า", "spoke_before"),
    ],
)
def test_what_may_tell_who_spoke_is_pointed_at(text: str, words: str, kind: str) -> None:
    assert any(words in text[h.start : h.end] and h.kind == kind for h in hints(text))


@pytest.mark.parametrize(
    "text",
    [
        "มีการลักลอบขายยาเสพติดที่สะพานข้ามคลองทุกคืนวันศุกร์",
        "ถนนสายหลักเป็นหลุมลึกหน้าโรงเรียน รถล้มหลายคัน",
        "นายกเทศมนตรีสั่งให้ลูกจ้างไปทำงานบ้านส่วนตัว",
        "ขอให้ตรวจสอบการก่อสร้างอาคารข้างวัด",
        "ชาวบ้านคนหนึ่งพบลูกชายของกำนันขับรถบรรทุกดินออกจากป่า",
        "[บุคคล ก] เรียกเก็บเงินจากผู้ค้าในตลาดเดือนละสองพันบาท",
    ],
)
def test_a_matter_told_from_outside_has_nothing_to_point_at(text: str) -> None:
    assert hints(text) == []


@given(st.text(alphabet="ผมฉันหนูบ้านข้างหน้าลูกเคยเดียวคน ก1\n", max_size=80))
def test_hints_stand_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for hint in hints(text):
        assert end <= hint.start < hint.end <= len(text)
        assert hint.kind in KINDS
        end = hint.end
