"""Two hubs find what both hold, and no identifier ever leaves either."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.release.between_hubs import offer, shared
from damrong.screening.keyed import COMPARED, keyed
from tests.release.desk import on_desk

PHONE, NAME = "081-234-5678", "สมหญิง แก้วกานต์"
NORTH, SOUTH = "HUB-N", "HUB-S"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    # Here one process plays both hubs, each of which keeps the pair's key under the other's name.
    for hub in (NORTH, SOUTH):
        monkeypatch.setenv(f"DAMRONG_HUB_KEY_{hub.replace('-', '_')}", "ab" * 32)


def told_by(phone: str, **case_is: object) -> Case:
    """A case in which somebody leaves a number."""
    text = f"ถนนหน้าบ้านพังมานาน {NAME} โทร {phone}"
    marks = [(phone, "phone", "complainant"), (NAME, "person_name", "complainant")]
    return on_desk(text, marks=marks, **case_is)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_the_same_number_is_found_however_it_is_written_and_nothing_of_it_leaves() -> None:
    theirs, ours, other = told_by(PHONE), told_by("๐๘๑ ๒๓๔ ๕๖๗๘"), told_by("089-999-1234")
    lines = list(offer(NORTH, SOUTH, [theirs]))
    head, line = map(json.loads, lines)
    assert set(head) == {"form", "from", "to", "key"}
    assert set(line) == {"case", "identifiers"}
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in line["identifiers"])
    assert re.fullmatch("[0-9a-f]{24}", line["case"])
    for secret in (PHONE, "0812345678", "2345678", NAME, "แก้วกานต์", theirs.number):
        assert secret not in "\n".join(lines)
    [found] = shared(SOUTH, lines, [ours, other])
    assert (found.number, found.theirs, found.identifiers) == (ours.number, line["case"], 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize("case_is", [{"sensitive": ["drugs"]}, {"identity_mode": "concealed"}])
def test_whoever_must_be_guarded_is_neither_offered_nor_compared(
    case_is: dict[str, object],
) -> None:
    guarded, plain = told_by(PHONE, **case_is), told_by(PHONE)
    assert len(list(offer(NORTH, SOUTH, [guarded]))) == 1, "the head alone"
    assert shared(SOUTH, offer(NORTH, SOUTH, [plain]), [guarded]) == []


@pytest.mark.django_db
def test_without_the_pairs_key_nothing_is_written_or_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = list(offer(NORTH, SOUTH, []))
    with pytest.raises(VerbRefused, match="unreadable_file"):
        shared("HUB-X", lines, [])
    with pytest.raises(VerbRefused, match="unreadable_file"):
        shared(SOUTH, ["not json"], [])
    monkeypatch.setenv("DAMRONG_HUB_KEY_HUB_N", "cd" * 32)
    with pytest.raises(VerbRefused, match="other_hub_key"):
        shared(SOUTH, lines, [])
    for weak in ("", "ab" * 8, "no hexadecimal"):
        monkeypatch.setenv("DAMRONG_HUB_KEY_HUB_N", weak)
        with pytest.raises(VerbRefused, match="no_hub_key"):
            shared(SOUTH, lines, [])


IDENTITIES = st.dictionaries(
    st.sampled_from([*COMPARED, "person_name"]),
    st.frozensets(st.text("0123456789abcdefกขค", min_size=5, max_size=13), max_size=3),
)
KEYS = st.binary(min_size=32, max_size=32)


@given(IDENTITIES, IDENTITIES, KEYS, KEYS)
def test_hashes_meet_just_where_numbers_do_and_only_under_one_key(
    one: dict[str, frozenset[str]], two: dict[str, frozenset[str]], key: bytes, other: bytes
) -> None:
    meet = any(one.get(kind, frozenset()) & two.get(kind, frozenset()) for kind in COMPARED)
    assert bool(keyed(one, key) & keyed(two, key)) == meet
    if key != other:
        assert not keyed(one, key) & keyed(one, other)
