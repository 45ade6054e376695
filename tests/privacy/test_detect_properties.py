from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.privacy.detect import detect
from damrong.privacy.redact import redact, redact_with_map

PIECES = st.sampled_from(
    ["นายสมชาย ใจดี", "โทร ", "0812345678", "๐๘๙-๑๒๓-๔๕๖๗", " ", "\n", "ครับ", "1-1017-00230-70-8",
     "บ้านเลขที่ 12/3 หมู่ 4", "ทะเบียน กก 1234 เชียงใหม่", "a.b@mail.co.th", "\u200b", "ํา", "ไลน์ som_55",
     "กสิกร 092-8-77341-0", "ถนนชำรุด", "ชื่อ", "ป้าแดง", "โฉนดเลขที่ 123", "-", "2569", "😀", "น้ำ"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_spans_lie_within_the_text_in_order_and_apart(text: str) -> None:
    at = 0
    for span in detect(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end


@settings(deadline=None)
@given(TEXTS)
def test_no_hidden_number_or_full_name_remains(text: str) -> None:
    spans = detect(text)
    hidden = [text[s.start : s.end] for s in spans]
    redacted = redact(text, spans, style="block")  # labels hold words of their own
    for value in hidden:
        if len(value) >= 5:
            assert value not in redacted


@settings(deadline=None)
@given(TEXTS)
def test_everything_outside_the_spans_is_kept(text: str) -> None:
    result = redact_with_map(text, detect(text))
    original, shown = [], []
    at = new_at = 0
    for r in result.replacements:
        original.append(text[at : r.start])
        shown.append(result.text[new_at : r.new_start])
        at, new_at = r.end, r.new_end
    assert original == shown
    assert text[at:] == result.text[new_at:]
