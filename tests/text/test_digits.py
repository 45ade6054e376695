from hypothesis import given
from hypothesis import strategies as st

from damrong.text.digits import spelled_numbers, to_arabic, to_thai


@given(st.text())
def test_conversion_keeps_the_length(text: str) -> None:
    assert len(to_arabic(text)) == len(to_thai(text)) == len(text)


@given(st.text(alphabet="0123456789 กขa-"))
def test_thai_digits_come_back_as_they_were(text: str) -> None:
    assert to_arabic(to_thai(text)) == text


def test_digits_read_aloud_are_found_where_they_stand() -> None:
    text = "โทรศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปดครับ"
    (number,) = spelled_numbers(text)
    assert number.digits == "0812345678"
    assert text[number.start : number.end] == "ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด"


def test_ordinary_counting_is_not_a_number() -> None:
    assert list(spelled_numbers("มีเด็กสองสามคน บ้านสี่หลัง")) == []
