"""The cases that only measure: apart from what is learnt, whole, and labelled in the domain's terms."""

from importlib.resources import files

import pytest
import yaml

from damrong.screening import unseen
from damrong.screening.data import load
from damrong.screening.evaluate import evaluate
from damrong.screening.train import situations
from damrong.screening.unseen import Half


def codes(name):
    text = (files("damrong.catalogue") / "data" / name).read_text(encoding="utf-8")
    return {entry["code"] for entry in yaml.safe_load(text)}


def cases():
    return [case for half in Half for case in unseen.complaints(half)]


def test_no_situation_of_the_training_is_among_them():
    learnt = {text for _, _, text in situations()}
    learnt |= {text for entry in load("topics.yaml") for text in entry["example"]}
    told = {case["text"] for half in Half for case in unseen.pairs(half)}
    assert not learnt & ({case["text"] for case in cases()} | told)


def test_every_label_is_a_code_of_the_catalogue():
    for case in cases():
        gold = case["gold"]
        assert gold["kind"] in codes("kinds.yaml")
        assert set(gold["agencies"]) <= codes("agencies.yaml")
        assert gold["category"] is None or gold["category"] in codes("categories.yaml")
        assert set(gold["sensitive"]) <= codes("must_review.yaml")
        assert gold["urgency"] in {"life", "urgent", "normal"}


def test_no_case_is_in_both_halves():
    half, other = (
        {case["id"] for case in unseen.complaints(h)} | {case["id"] for case in unseen.pairs(h)}
        for h in Half
    )
    assert half
    assert other
    assert not half & other


@pytest.mark.parametrize("half", list(Half))
def test_pairs_of_one_incident_and_look_alikes_are_counted_apart(half):
    told = unseen.pairs(half)
    report = evaluate(told)
    same = sum(bool(case["gold"]["incident"]) for case in told) // 2
    assert report.pairs_recall.total == same
    assert report.look_alikes_merged.total == len(told) // 2 - same


def test_a_report_says_how_often_each_step_of_the_score_was_right():
    report = evaluate(
        case for case in unseen.complaints(Half.OPEN) if case["gold"]["primary_agency"]
    )
    assert len(report.reliability) > 1
    hits = sum(share.hits for share in report.reliability.values())
    assert hits == report.primary_exact.hits
