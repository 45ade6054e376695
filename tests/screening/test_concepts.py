"""What is told in other words than any list has is read by what the words mean."""

import pytest

from damrong.screening.concepts import concepts_of
from damrong.screening.sensitive import find_sensitive
from damrong.screening.words import Reading
from damrong.text.tokens import words


@pytest.mark.parametrize(
    ("said", "meant"),
    [("ผัวทุบตีลูก", {"partner", "hit", "child"}), ("เมียถูกชก", {"partner", "hit"})],
)
def test_words_of_one_meaning_are_one_concept(said: str, meant: set[str]) -> None:
    assert meant <= concepts_of(words(said))


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("รถติดยาวทั้งซอยทุกเย็น", set()),
        ("สัญญาเช่าเดินยาก คดียาวมาก", set()),
        ("น้องชายติดยาอยู่บ้าน", {"drugs"}),
        ("หลานอายุสิบสี่ปีไม่ได้เรียน", {"minor"}),
        ("ลูกชายวัยสามสิบตกงาน", set()),
        ("หลานวัยสิบแปดหางานทำ", set()),
    ],
)
def test_length_is_no_drug_and_an_age_in_words_is_an_age(said: str, reasons: set[str]) -> None:
    assert {found.reason for found in find_sensitive(Reading(said))} == reasons
