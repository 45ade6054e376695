from hypothesis import given
from hypothesis import strategies as st

from damrong.text.tokens import tokenise


@given(st.text(alphabet="กขนมาำัํ้่็เแ๐๑09 \n\u200bab", max_size=80))
def test_tokens_cover_the_text_without_loss(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_long_texts_are_covered_too() -> None:
    text = "ถนนชำรุดมานานแล้ว" * 600
    assert "".join(token.text for token in tokenise(text)) == text


def test_words_are_cut_at_dictionary_words() -> None:
    assert "ถนน" in [token.text for token in tokenise("ซ่อมถนนหน้าบ้าน")]
