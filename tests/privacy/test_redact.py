import pytest

from damrong.privacy.redact import ordinal_letter, redact, redact_with_map
from damrong.privacy.spans import Span


def span(text: str, value: str, type_: str, owner: str = "third-person") -> Span:
    start = text.index(value)
    return Span(start, start + len(value), type_, owner, 1.0)


def test_the_same_person_keeps_the_same_letter() -> None:
    text = "นายแก้ว ปันทะ กับ นางคำ มูล มาหา แล้วแก้วก็ขู่"
    again = text.rindex("แก้ว")
    spans = [
        span(text, "นายแก้ว ปันทะ", "person_name"),
        span(text, "นางคำ มูล", "person_name"),
        Span(again, again + 4, "nickname", "third-person", 1.0),
    ]
    assert redact(text, spans) == "[บุคคล ก] กับ [บุคคล ข] มาหา แล้ว[บุคคล ก]ก็ขู่"


def test_two_people_of_one_given_name_get_two_letters() -> None:
    text = "นายแก้ว ปันทะ และ นายแก้ว ทองดี"
    spans = [span(text, "นายแก้ว ปันทะ", "person_name"), span(text, "นายแก้ว ทองดี", "person_name")]
    assert redact(text, spans) == "[บุคคล ก] และ [บุคคล ข]"


def test_other_kinds_say_what_was_there() -> None:
    text = "โทร 0812345678 นะ"
    assert redact(text, [span(text, "0812345678", "phone")]) == "โทร [เบอร์โทรศัพท์] นะ"


def test_what_may_stay_stays_and_letters_do_not_shift() -> None:
    text = "ปลัดนายเอก ดี ขู่ นายโท งาม"
    spans = [
        span(text, "นายเอก ดี", "person_name", "official-in-role"),
        span(text, "นายโท งาม", "person_name"),
    ]
    kept = redact(text, spans, hide=lambda s: s.owner != "official-in-role")
    assert kept == "ปลัดนายเอก ดี ขู่ [บุคคล ข]"


def test_a_hidden_number_is_hidden_wherever_it_stands() -> None:
    text = "0812345678 ย้ำ 0812345678"
    only_first = [Span(0, 10, "phone", "complainant", 1.0)]
    assert redact(text, only_first) == "[เบอร์โทรศัพท์] ย้ำ [เบอร์โทรศัพท์]"


def test_overlapping_spans_are_hidden_together() -> None:
    text = "abcdefghij"
    spans = [Span(1, 5, "email", "complainant", 1.0), Span(3, 8, "line_id", "complainant", 1.0)]
    result = redact_with_map(text, spans)
    assert result.text == "a[อีเมล]ij"
    assert (result.replacements[0].start, result.replacements[0].end) == (1, 8)


def test_a_bar_tells_nothing_of_the_length() -> None:
    short, long = "ก 12345 ข", "ก 1234567890123 ข"
    assert redact(short, [span(short, "12345", "other_id")], style="block") == redact(
        long, [span(long, "1234567890123", "national_id")], style="block"
    )


def test_letters_go_on_after_the_last() -> None:
    assert ordinal_letter(0) == "ก"
    assert ordinal_letter(41) == "ฮ"
    assert ordinal_letter(42) == "กก"


def test_spans_beyond_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        redact("ก", [Span(0, 2, "phone", "complainant", 1.0)])
