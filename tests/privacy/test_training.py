"""What the name model learns from: gold spans stay exact, training and testing stay apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.privacy.training.clauses import clauses, compose
from damrong.privacy.training.complaints import generate, templates
from damrong.privacy.training.invented_names import HELD_OUT, TRAINING
from damrong.privacy.training.thainer import read_tagged


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_generated_people_stand_where_they_are_said_to(seed: int) -> None:
    for tagged in (*generate(3, TRAINING, seed), *compose(3, TRAINING, seed)):
        last = 0
        for start, end in tagged.persons:
            assert last <= start < end <= len(tagged.text)
            assert tagged.text[start:end].strip()
            last = end


def test_the_same_seed_gives_the_same_complaints() -> None:
    assert list(generate(20, TRAINING, 7)) == list(generate(20, TRAINING, 7))
    assert list(compose(20, TRAINING, 7)) == list(compose(20, TRAINING, 7))


def test_no_sentence_serves_for_both() -> None:
    assert set(templates(TRAINING)).isdisjoint(templates(HELD_OUT))
    assert templates(HELD_OUT)
    for section in ("frames", "predicates", "nobody"):
        assert set(clauses(section, TRAINING)).isdisjoint(clauses(section, HELD_OUT))
        assert clauses(section, HELD_OUT)


def test_sentences_about_nobody_name_nobody() -> None:
    assert any(tagged.text and not tagged.persons for tagged in compose(20, TRAINING, 7))


def test_tags_are_taken_out_of_a_sentence_of_the_corpus() -> None:
    tagged = read_tagged("พบ[PERSON]นายสมชาย ใจดี[/PERSON]ที่[LOCATION]ตลาด[/LOCATION]")
    assert tagged.text == "พบนายสมชาย ใจดีที่ตลาด"
    assert [tagged.text[a:b] for a, b in tagged.persons] == ["นายสมชาย ใจดี"]
