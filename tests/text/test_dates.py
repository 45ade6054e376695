import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.text.dates import DateError, format_thai_date, parse_date

DAYS = st.dates(date(1857, 4, 1), date(2150, 12, 31))


@given(DAYS, st.booleans(), st.booleans())
def test_a_printed_date_reads_back_as_itself(day: date, thai: bool, short: bool) -> None:
    assert parse_date(format_thai_date(day, thai_digits=thai, short=short)) == day


@given(DAYS)
def test_numeric_forms_of_both_eras_read_alike(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day
    assert parse_date(f"{day.day}-{day.month}-{day.year + 543}") == day


@pytest.mark.parametrize(
    "words",
    ["๑๒ มี.ค. ๒๕๖๙", "12 มีนาคม พ.ศ. 2569", "วันที่ 12 มีค 2569", "12 มีนา ค.ศ. 2026", "12.3.2569"],
)
def test_what_people_write_is_read(words: str) -> None:
    assert parse_date(words) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "words",
    ["", "เมื่อวาน", "31/2/2569", "12/13/2569", "12/3/69", "12 มี.ค. 69", "1/1/2300", "29 ก.พ. 2568"],
)
def test_impossible_or_ambiguous_words_are_refused_in_both_languages(words: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_date(words)
    assert refusal.value.message_th
    assert refusal.value.message_en


@given(st.text(max_size=30))
def test_any_words_give_a_date_or_a_date_error(words: str) -> None:
    with contextlib.suppress(DateError):
        assert isinstance(parse_date(words), date)
