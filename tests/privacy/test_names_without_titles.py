"""Names that no title announces are found; what only looks like one is left alone."""

import pytest

from damrong.privacy.detect import detect
from damrong.privacy.spans import NAME_TYPES, SECTION_26


def names(text: str) -> set[str]:
    kinds = {"person_name", "nickname"}
    return {text[s.start : s.end] for s in detect(text) if s.type in kinds}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เมื่อคืนสมศักดิ์ ทองสุข เอาไม้มาตีประตูบ้านผม", "สมศักดิ์ ทองสุข"),
        ("ร้องเรียนเรื่องถนนค่ะ วันเพ็ญ ใจดี 0812345678", "วันเพ็ญ ใจดี"),
        ("ไอ้ต้อมมันเมาแล้วขับรถชนรั้วบ้าน", "ไอ้ต้อม"),
        ("เจ๊แดงข้างบ้านปล่อยเงินกู้รายวัน", "เจ๊แดง"),
        ("โอนเข้าบัญชีชื่อ กนกวรรณ ศรีสุข แล้วติดต่อไม่ได้", "กนกวรรณ ศรีสุข"),
        ("หัวหน้าคนงานชื่อประเสริฐ ไล่พวกเราออกจากที่พัก", "ประเสริฐ"),
    ],
)
def test_a_name_without_a_title_is_hidden_whole(text: str, name: str) -> None:
    covered = {i for s in detect(text) for i in range(s.start, s.end)}
    start = text.index(name)
    assert covered.issuperset(range(start, start + len(name))), names(text)


@pytest.mark.parametrize(
    "text",
    [
        "ช่างมาดูแล้วแต่ไม่ซ่อม น้องในร้านบอกว่าอะไหล่หมด",
        "พี่วินจอดบนทางเท้าหน้าโรงเรียนวัดจันทร์",
        "ถนนสุขสวัสดิ์น้ำท่วม เทศบาลไม่มาลอกท่อ",
        "พระราชบัญญัติการสาธารณสุข มาตรา 25",
        "อยากได้ทนายอาสาช่วยดูสัญญา",
        "ลุงข้างบ้านเผาขยะทุกเย็น ป้าฝั่งตรงข้ามก็บ่น",
    ],
)
def test_words_that_only_look_like_names_are_left_alone(text: str) -> None:
    assert names(text) == set()


def test_a_name_that_one_finder_sees_half_is_hidden_from_first_to_last_letter() -> None:
    text = "นายวิรัตน์ เกตุวารีทองเปิดร้านเสียงดัง"
    [span] = [s for s in detect(text) if s.type == "person_name"]
    assert text[span.start : span.end].startswith("นายวิรัตน์ เกตุวารี")


@pytest.mark.parametrize(
    ("text", "fact", "owner"),
    [
        ("แม่ติดเตียงมาสองปี", "ติดเตียง", "third-person"),
        ("ผมเป็นเบาหวานต้องกินยาทุกวัน", "เบาหวาน", "complainant"),
        ("ลูกชายเป็นลมชัก โรงเรียนไม่รับ", "ลมชัก", "third-person"),
    ],
)
def test_a_health_fact_of_somebody_is_personal(text: str, fact: str, owner: str) -> None:
    [span] = [s for s in detect(text) if s.type == "health"]
    assert fact in text[span.start : span.end]
    assert span.owner == owner


@pytest.mark.parametrize(
    ("text", "kind", "fact"),
    [
        ("พี่ชายเป็นมะเร็งตับ", "health", "มะเร็ง"),
        ("แม่พิการทั้งสองขา", "health", "พิการ"),
        ("เขาเคยติดคุกคดียาเสพติด", "criminal_record", "ติดคุก"),
        ("ลูกชายเป็นเกย์ ถูกล้อที่ทำงาน", "sexual_life", "เกย์"),
        ("หัวหน้ารู้ว่าผมนับถือศาสนาอิสลาม", "religion", "นับถือ"),
        ("นายจ้างไล่ผมออกเพราะเป็นสมาชิกสหภาพแรงงาน", "union", "สหภาพ"),
        ("เขาว่าผมเป็นสมาชิกพรรคก้าวหน้าเลยไม่ให้งาน", "politics", "พรรค"),
        ("คุณครูล้อลูกว่าเป็นชาวเขา", "ethnicity", "ชาวเขา"),
        ("โรงงานเก็บลายนิ้วมือพนักงาน เพื่อนไม่ยอม เขาเก็บลายนิ้วมือผมด้วย", "biometric", "ลายนิ้วมือ"),
    ],
)
def test_a_fact_of_section_26_says_of_which_kind_it_is(text: str, kind: str, fact: str) -> None:
    facts = [span for span in detect(text) if span.type in SECTION_26]
    assert {span.type for span in facts} == {kind}
    assert all(fact in text[span.start : span.end] for span in facts)


def test_health_of_nobody_is_left_alone() -> None:
    assert not detect("ที่จอดรถคนพิการหน้าห้างถูกรถคันอื่นจอด ขอให้ศูนย์เบาหวานเปิดวันเสาร์")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เมื่อคืนไอ้แก้วมันมาขโมยสายไฟ", "ไอ้แก้ว"),
        ("ครูติ๋มไม่อยู่โรงเรียน", "ครูติ๋ม"),
        ("ผู้ค้ำคือ สมหญิง แก้วประเสริฐ", "สมหญิง แก้วประเสริฐ"),
    ],
)
def test_words_beside_a_name_give_it_away(text: str, expected: str) -> None:
    assert expected in [text[s.start : s.end] for s in detect(text) if s.type in NAME_TYPES]


@pytest.mark.parametrize(
    "text",
    [
        "เชื่อมั่นว่าจะแก้ไขได้",
        "โรคตาแดงระบาดในโรงเรียน",
        "ครูใหญ่เรียกประชุม",
        "ตำรวจ 50 นาย รักษาการณ์หน้าศาล",
        "เด็กชายอายุ 7 ขวบไม่มีที่เรียน",
        "ตั้งชื่อโครงการว่าคืนความสุข",
    ],
)
def test_words_that_only_look_like_a_name_stay(text: str) -> None:
    assert [s for s in detect(text) if s.type in NAME_TYPES] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("คนที่เห็นคือ เกรียงไกร ขำดี", "เกรียงไกร ขำดี"),
        ("แรงงานพม่าชื่อ เมียว มิน อ่อง ไม่ได้ค่าแรง", "เมียว มิน อ่อง"),
        ("เด็กแถวบ้านชื่อน้ำฝน หนีเรียน", "น้ำฝน"),
    ],
)
def test_names_of_ordinary_words_and_of_other_peoples(text: str, name: str) -> None:
    hidden = {i for s in detect(text) for i in range(s.start, s.end)}
    start = text.index(name)
    assert hidden.issuperset(range(start, start + len(name)))


def test_a_nickname_that_is_a_word_is_hidden_again_where_it_does_something() -> None:
    text = "เจอพี่หมอกที่ตลาด หมอกบอกไม่มีเงิน เช้านี้มีหมอกลงจัด"
    hidden = [text[s.start : s.end] for s in detect(text)]
    assert hidden == ["พี่หมอก", "หมอก"]
