"""What training learns from officers' corrections, and what it keeps apart to measure on."""

import pytest

from damrong.accounts.roles import Role
from damrong.cases.verbs.decide import correct, handle_self
from damrong.release import corrections
from damrong.release.lessons import lessons
from damrong.screening.place import Where
from damrong.screening.route import agency_of
from damrong.screening.topics import topics
from damrong.screening.train import situations, train
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def taken(text: str, category: str, agency: str) -> None:
    """A case that an officer corrected and a steward let count."""
    case, officer = on_desk(text), make_person(Role.SCREENER)
    correct(case.number, officer, field="category", value=category, suggested="99")
    correct(case.number, officer, field="agencies", value=[agency], suggested=["RTP"])
    handle_self(case.number, officer)
    corrections.gather()
    corrections.review(case.correction.pk, make_person(Role.MODEL_STEWARD), take=True, reason="")


def test_each_case_is_learnt_from_or_measured_on_and_never_both() -> None:
    texts = [f"ไฟถนนหน้าตลาดเทศบาลดับเสาที่ {number} มืดมาก" for number in range(8)]
    for text in texts:
        taken(text, "07", "MOI")
    learn, apart = lessons()
    assert learn
    assert apart
    learnt = {text for _, _, text in learn}
    assert learnt.isdisjoint(case["text"] for case in apart)
    assert len(learn) + len(apart) == len(texts)
    for topic, kind, _ in learn:
        assert topic is not None
        assert topics()[topic].category == "07"
        assert agency_of(topics()[topic], Where.ELSEWHERE) == "MOI"
        assert kind == "", "nobody said what kind it is"


def test_no_word_of_a_case_enters_the_model() -> None:
    some, odd = situations()[::6], "คำประหลาดที่ไม่มีในชุดฝึก จ๊ะทิงจาโปงลาง" * 3
    own = train(some)
    more = train(some, more=[("road", "complaint", odd)])
    assert more["features"] == own["features"]
    assert more["version"] != own["version"]
    assert (more["kind_weights"] != own["kind_weights"]).any()
