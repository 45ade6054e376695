import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.privacy.second_scan import unexplained


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ติดต่อ 081-234-5678", "long_number"),
        ("๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", "long_number"),
        ("0 8 1 2 3 4 5 6 7 8", "long_number"),
        ("08\u200b1234\u200b5678", "long_number"),
        ("ศูนย์แปดหนึ่งสองสามสี่ห้าหกเจ็ดแปด", "number_in_words"),
        ("เมล som@mail.co.th", "email"),
        ("ไลน์ @som_55", "handle"),
        ("พาสปอร์ต AA1234567", "code"),
        ("พบ นายสมชาย ที่บ้าน", "title_and_name"),
        ("บ้านเลขที่ 12/3", "house"),
        ("อยู่ 13.7563, 100.5017", "coordinates"),
        ("รถทะเบียน กก 1234", "plate"),
    ],
)
def test_what_looks_personal_is_reported(text: str, kind: str) -> None:
    assert kind in {finding.kind for finding in unexplained(text)}


@pytest.mark.parametrize(
    "text",
    [
        "[บุคคล ก] โทร [เบอร์โทรศัพท์] ร้องว่าถนนชำรุดตั้งแต่ 12/3/2569 เวลา 14.30 น.",
        "ค่าเสียหาย 1,250,000 บาท นายอำเภอและนายก อบต. รับทราบแล้ว สายด่วน 1567",
    ],
)
def test_a_clean_extract_passes(text: str) -> None:
    assert unexplained(text) == []


def test_what_is_allowed_may_stand() -> None:
    text = "เรื่องที่ 690001234567 ติดต่อศูนย์ 02-221-9194"
    assert unexplained(text)
    assert unexplained(text, allowed=["690001234567", "02-221-9194"]) == []


@pytest.mark.parametrize("left", ["วราภรณ์", "วราภรณ์ นิ่มนวล", "น.ส. วรา ภรณ์นิ่มนวล", "คุณนิ่มนวลโทรมา"])
def test_a_known_name_is_recognised_in_any_dress(left: str) -> None:
    findings = unexplained(left, allowed=[left], forbidden=["น.ส.วราภรณ์ นิ่มนวล"])
    assert [f.kind for f in findings if f.kind == "known_identity"]


@given(st.from_regex(r"0[689][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", "-", ".", "–"]))
def test_a_known_number_is_recognised_with_any_separators(number: str, between: str) -> None:
    text = f"ข้อความ{between.join(number)}ท้าย"
    findings = unexplained(text, forbidden=[number])
    assert any(
        f.kind == "known_identity" and text[f.start : f.end] == between.join(number)
        for f in findings
    )


@given(st.text(max_size=80))
def test_findings_lie_within_the_text(text: str) -> None:
    assert all(0 <= f.start < f.end <= len(text) for f in unexplained(text))
