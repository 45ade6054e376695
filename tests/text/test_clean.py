import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.text.clean import TextError, check_text

WRITABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200)


@given(WRITABLE)
def test_what_the_citizen_wrote_is_not_altered(text: str) -> None:
    assert check_text(text) == text


@given(WRITABLE.filter(lambda text: not text.startswith("\ufeff")))
def test_bytes_are_read_as_utf8(text: str) -> None:
    assert check_text(text.encode()) == text


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("ร้องเรียน".encode("cp874"), "encoding"),
        (b"\xff\xfe\x00", "encoding"),
        ("ร้อง\x00เรียน", "nul"),
        ("\ud800", "encoding"),
        ("\x01\x02\x03 PNG \x10", "binary"),
        ("ก" * 11, "too_long"),
        (b"a" * 100, "too_long"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(raw: bytes | str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        check_text(raw, max_chars=10)
    assert refusal.value.code == code
    assert refusal.value.message_th
    assert refusal.value.message_en


def test_spaces_lines_and_tabs_are_kept() -> None:
    assert check_text("  ก\t\r\n ข  ") == "  ก\t\r\n ข  "
