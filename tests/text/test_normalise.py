import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.text.normalise import normalise

THAI = st.text(alphabet="กขนมาำัํ้่็เแ๐๑๒09 \u200b\u00a0-–\ufeff")


@given(st.one_of(THAI, st.text()))
def test_every_view_position_maps_into_the_original_in_order(text: str) -> None:
    view = normalise(text)
    assert len(view.text) == len(view.offsets) == len(view.ends)
    at = 0
    for start, end in zip(view.offsets, view.ends, strict=True):
        assert at <= start < end <= len(text)
        at = end


@given(st.one_of(THAI, st.text()))
def test_a_normalised_text_is_its_own_view_where_nothing_is_odd(text: str) -> None:
    once = normalise(text)
    if once.text == text:
        assert all(once.original_span(i, i + 1) == (i, i + 1) for i in range(len(text)))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("๐๘๑–๒๓๔", "081-234"),
        ("08\u200b1", "081"),
        ("เเดง", "แดง"),
        ("ดีี", "ดี"),
    ],
)
def test_variants_of_writing_are_seen_as_one(typed: str, seen: str) -> None:
    view = normalise(typed)
    assert view.text == seen
    assert view.original_span(0, len(seen)) == (0, len(typed))


def test_removed_characters_beside_a_span_stay_outside() -> None:
    typed = "โทร\u200b0812345678\u200bครับ"
    view = normalise(typed)
    at = view.text.index("0812345678")
    start, end = view.original_span(at, at + 10)
    assert typed[start:end] == "0812345678"


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(ValueError, match="not within"):
        normalise("ก").original_span(0, 0)
