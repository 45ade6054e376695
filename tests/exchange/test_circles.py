"""A matter does not run in circles: hubs know what passed through them, and somebody decides."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from damrong.accounts.roles import Role
from damrong.cases.errors import VerbRefused
from damrong.cases.matter_route import DECISION_NEEDED, transfers
from damrong.cases.models import Case, Leg, MatterRoute
from damrong.cases.states import LegState
from damrong.cases.verbs import agency, decide
from damrong.cases.verbs.screen import screen
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import register
from damrong.exchange.passage import Passage, refuse_circle
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, Type, read, write
from damrong.release.automatic import consider
from damrong.release.gate import preview, release_leg
from damrong_client.messages import write as client_write
from tests.exchange.flaky import flaky
from tests.exchange.test_bad_messages import post
from tests.exchange.test_round_trip import released, state
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]
HASH = "ab" * 32


@pytest.fixture
def key() -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    register("RTP", public_jwk(made))
    return made


def submission(*hops: str, reference: str = "ตร 1", hashed: str = HASH) -> bytes:
    data = {"reference": reference, "text": "ไฟถนนดับทั้งซอย", "identity_mode": "unnamed"}
    way = Passage(hops, hashed) if hops else None
    return write(Type.SUBMISSION, data, source="RTP", recipient=HUB, passage=way)


def answer(body: bytes, key: Ed25519PrivateKey) -> tuple[int, str]:
    found = post(body, key)
    return found.status_code, str(json.loads(found.content).get("code", ""))


def test_what_passed_through_us_is_refused_in_both_languages(key: Ed25519PrivateKey) -> None:
    for hops in (("PMO", HUB, "RTP"), (HUB, "RTP"), ("RTP", "PMO", "RTP")):
        found = post(submission(*hops), key)
        problem = json.loads(found.content)
        assert (found.status_code, problem["code"], problem["retry"]) == (409, "looped", False)
        assert "ผ่าน" in problem["detail"]
        assert problem["detail_en"].isascii()
        assert problem["origin"] == hops[0]
    assert not Case.objects.exists()


def test_the_same_matter_by_another_way_is_not_taken_twice(key: Ed25519PrivateKey) -> None:
    other = Ed25519PrivateKey.generate()
    register("MOJ", public_jwk(other))
    assert answer(submission("PMO", "RTP"), key) == (201, "")
    assert answer(submission("PMO", "RTP"), key)[0] == 201  # its own repetition, a new message
    assert answer(submission("PMO", "RTP", reference="ตร 2"), key) == (409, "looped")
    data = {"reference": "ยธ 9", "text": "ไฟถนนดับ", "identity_mode": "unnamed"}
    way = Passage(("PMO", "MOJ"), HASH)
    again = write(Type.SUBMISSION, data, source="MOJ", recipient=HUB, passage=way)
    assert answer(again, other) == (409, "looped")
    assert Case.objects.count() == 1


def test_a_referral_says_which_way_it_came_and_comes_home_no_more(
    key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    with flaky(tmp_path, "MOI") as far:
        leg = released()
        outbox.send_leg(leg.pk)
        assert state(leg) == LegState.DELIVERED
        sent = bytes(leg.outbound.get().body)
        way = read(sent).passage
        assert way is not None
        assert way.hops == (HUB,)
        # The agency's hub passes it on, and its way leads back to us: even where somebody took us
        # out of the hops, what it is known by is the same.
        data = {"reference": "ตร 7", "text": "ไฟดับ", "identity_mode": "unnamed"}
        passed = client_write("submission", data, "RTP", passed_on=json.loads(sent))
        assert answer(passed, key) == (409, "looped")
        assert answer(submission("RTP", hashed=way.content_hash), key) == (409, "looped")
        # An agency refuses a matter that passed through it.
        other = released()
        _came_through(other.case, "MOI")
        outbox.send_leg(other.pk)
        assert far.refused == ["looped"]
    assert state(other) == LegState.SEND_FAILED


def test_no_officer_sends_it_back_to_where_it_came_from() -> None:
    case = on_desk(agencies=["MOI"])
    _came_through(case, "MOI")
    with pytest.raises(VerbRefused, match="came_from_there"):
        _release(case)
    assert first_leg(case).released_at is None


def _came_through(case: Case, *hops: str) -> None:
    MatterRoute.objects.create(case=case, origin=hops[0], hops=list(hops), content_hash=HASH)


def _release(case: Case, unit: str = "MOI", agency_code: str = "MOI") -> Leg:
    officer = make_person(Role.SCREENER, unit=unit)
    decide.correct(case.number, officer, field="agencies", value=[agency_code])
    case.refresh_from_db()
    leg = case.legs.filter(state=LegState.DRAFT).latest("number")
    release_leg(case.number, leg.number, officer, preview(case, leg, officer).digest)
    return leg


def test_after_three_transfers_province_or_ministry_decides(key: Ed25519PrivateKey) -> None:
    assert answer(submission("PMO", "MOJ", "RTP"), key) == (201, "")
    case = Case.objects.get()
    screen(case.number)
    assert transfers(case) == 3
    assert not consider(case.number)
    case.refresh_from_db()
    assert case.desk_reason == DECISION_NEEDED


@pytest.mark.parametrize(("unit", "passes"), [("5001", False), ("50", True), ("MOI", True)])
def test_who_passes_it_on_after_the_third_time(unit: str, passes: bool) -> None:
    case = on_desk(agencies=["MOI"])
    _came_through(case, "PMO", "MOJ")
    leg = first_leg(case)
    officer = make_person(Role.SCREENER)
    release_leg(case.number, 1, officer, preview(case, leg, officer).digest)
    agency.mark_sent(leg.pk)
    agency.mark_delivered(leg.pk, None)
    agency.send_return(leg.pk, "agency:MOI", code="not_ours", note="ไม่ใช่พื้นที่")
    case.refresh_from_db()
    assert case.desk_reason == DECISION_NEEDED
    if passes:
        _release(case, unit)
        assert case.legs.get(number=2).released_at is not None
    else:
        with pytest.raises(VerbRefused, match="needs_decision"):
            _release(case, unit)
        assert case.legs.get(number=2).released_at is None


CODES = st.lists(st.sampled_from(["PMO", "RTP", "MOJ", "MOI", HUB]), min_size=1, max_size=8)


@given(hops=CODES, receiver=st.sampled_from(["PMO", HUB, "BMA"]))
def test_nobody_takes_what_it_had(hops: list[str], receiver: str) -> None:
    """However hubs pass a matter on, each has it once at most."""
    taken: list[str] = []
    for hub in [*hops, receiver]:
        try:
            refuse_circle(Passage(tuple(taken), HASH) if taken else None, hub)
        except Refused:
            continue
        taken.append(hub)
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize(
    "change",
    [{"origin": "/parties/MOJ"}, {"hops": "PMO,MOJ"}, {"hops": ""}, {"contenthash": "XY"},
     {"hops": ",".join(["A"] * 8 + ["RTP"])}, {"origin": None}],
)  # fmt: skip
def test_a_way_of_the_wrong_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read(json.dumps(json.loads(submission("PMO", "RTP")) | change).encode())
    assert refused.value.code == "shape"
    with pytest.raises(Refused):
        envelope = json.loads(submission("PMO", "RTP"))
        del envelope["hops"]
        read(json.dumps(envelope).encode())
