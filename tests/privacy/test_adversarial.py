"""The hand-written hard cases: what is read is what was marked."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.privacy.adversarial.items import Half, NotAnItem, items, parse

PLAIN = st.text(alphabet="กขคแดงลุง 0123", max_size=20)
WORDS = st.text(alphabet="กขคแดงลุง0123", min_size=1, max_size=8)
MARKS = st.tuples(PLAIN, st.sampled_from(["name", "phone", "addr"]), st.sampled_from("cto"), WORDS)


@given(st.lists(MARKS, max_size=5), PLAIN)
def test_marks_come_out_of_the_text_and_keep_their_places(
    marks: list[tuple[str, str, str, str]], rest: str
) -> None:
    line = "".join(f"{before}{{{kind}.{owner}|{words}}}" for before, kind, owner, words in marks)
    item = parse(line + rest, "slice")
    assert item.text == "".join(before + words for before, _, _, words in marks) + rest
    said = [item.text[label["start"] : label["end"]] for label in item.labels]
    assert said == [words for _, _, _, words in marks]


def test_a_new_line_and_flags_are_read() -> None:
    item = parse("!minor,witness ชื่อ⏎{nick.t|แดง}", "slice")
    assert item.text == "ชื่อ\nแดง"
    assert item.flags == ("minor", "witness")
    assert item.labels[0] | {"type": "nickname", "owner": "third-person"} == item.labels[0]


@pytest.mark.parametrize("line", ["{nmae.t|แดง}", "{name.x|แดง}", "{name.t|แดง", "!drugs แดง"])
def test_a_slip_of_the_pen_is_refused(line: str) -> None:
    with pytest.raises(NotAnItem):
        parse(line, "slice")


def test_the_set_is_large_varied_and_halved_by_no_hand() -> None:
    every = items()
    assert len(every) >= 1_000
    assert len({item.text for item in every}) == len(every) == len({item.id for item in every})
    halves = Counter(item.half for item in every)
    assert min(halves[Half.HELD], halves[Half.OPEN]) > len(every) * 0.45
    assert len(items(Half.HELD)) == halves[Half.HELD]
    assert all(label["text"].strip() == label["text"] for i in every for label in i.labels)
