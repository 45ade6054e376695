"""Run the whole suite, and say what came of it: for people, for programs, and signed.

A report that passed is signed by the centre (compact JWS, ``typ`` ``damrong-conformance+jws``)
and can be checked years later with the key history alone.
"""

import contextlib
import datetime
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from damrong.exchange.conformance.check import Check, NotAsked
from damrong.exchange.conformance.content_checks import CONTENT_CHECKS
from damrong.exchange.conformance.leg_checks import LEG_CHECKS, take_back
from damrong.exchange.conformance.probe import Failed, Probe, Unreachable
from damrong.exchange.conformance.signature_checks import SIGNATURE_CHECKS
from damrong.exchange.evidence import HeldKey
from damrong.exchange.jwks import kid_of
from damrong.exchange.protocol import HUB, VERSION
from damrong.exchange.sealing import Unsealed, read_signed, sign_content

FORMAT, TYP = "damrong-conformance/1", "damrong-conformance+jws"
CHECKS: list[Check] = [*SIGNATURE_CHECKS, *CONTENT_CHECKS, *LEG_CHECKS]


class Outcome(StrEnum):
    """What came of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ASKED = "not-asked"  # nothing of the kind was agreed
    NOT_TRIED = "not-tried"  # the endpoint could not be reached


@dataclass(frozen=True)
class Result:
    """One check: what is asked, what was found, how to mend it."""

    code: str
    part: str
    outcome: Outcome
    th: str
    en: str
    found_th: str = ""
    found_en: str = ""
    mend_th: str = ""
    mend_en: str = ""


@dataclass(frozen=True)
class Report:
    """``at``: RFC 3339. ``keys``: ids of the agency's keys that were believed."""

    agency: str
    address: str
    at: str
    seconds: float
    keys: list[str]
    results: list[Result]

    @property
    def passed(self) -> bool:
        """Whether the endpoint does everything that was asked of it."""
        return all(one.outcome in {Outcome.PASSED, Outcome.NOT_ASKED} for one in self.results)

    def body(self) -> dict[str, Any]:
        """The report for programs."""
        return {"format": FORMAT, "protocol": VERSION, "passed": self.passed} | asdict(self)


def run(probe: Probe) -> Report:
    """Try everything; once nobody answers, the rest is left. The test matters are taken back."""
    begun, at = time.monotonic(), datetime.datetime.now(datetime.UTC)
    results: list[Result] = []
    away = False
    for check in CHECKS:
        found = _tried(probe, check, away)
        results.append(found)
        # One broken line may be part of a check; the first is the plainest message of all.
        away = away or (check is CHECKS[0] and found.code in probe.unreached)
    if not away:
        with contextlib.suppress(Failed):  # the checks of recalls say it
            take_back(probe)
    return Report(
        agency=probe.code,
        address=probe.address,
        at=at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        seconds=round(time.monotonic() - begun, 1),
        keys=sorted(probe.agency_keys),
        results=results,
    )


def sign(report: Report, key: Ed25519PrivateKey) -> bytes:
    """The report as the centre signs it. Raises ValueError for one that did not pass."""
    if not report.passed:
        raise ValueError("only a report that passed is signed")
    return sign_content(json.dumps(report.body(), ensure_ascii=False).encode(), key, typ=TYP)


def read_signed_report(token: bytes, history: Mapping[str, HeldKey]) -> dict[str, Any]:
    """What a signed report says. Raises Unsealed where the centre did not sign it, or later than
    its key was revoked."""
    used: list[HeldKey] = []

    def find(kid: str) -> Ed25519PublicKey:
        held = history.get(kid)
        if held is None or held.party != HUB:
            raise Unsealed("ไม่ได้ลงนามด้วยกุญแจของศูนย์", "It is not signed by a key of the centre.")
        used.append(held)
        return held.key

    found: dict[str, Any] = json.loads(read_signed(token.strip(), find, typ=TYP))
    at = datetime.datetime.fromisoformat(str(found.get("at", "")))
    revoked = used[0].revoked_at
    if found.get("format") != FORMAT or found.get("passed") is not True or (revoked and at >= revoked):  # fmt: skip
        raise Unsealed("ไม่ใช่รายงานที่ผ่าน", "It is no report that passed.")
    return found


def held_key(public: Ed25519PublicKey) -> dict[str, HeldKey]:
    """A history of one key of the centre, for whoever holds only its published keys."""
    return {kid_of(public): HeldKey(HUB, public, None, None)}


def _tried(probe: Probe, check: Check, away: bool) -> Result:
    outcome, found, mend = Outcome.PASSED, ("", ""), ("", "")
    if away:
        outcome = Outcome.NOT_TRIED
        found = ("ไม่ได้ทดสอบ เพราะติดต่อไม่ได้", "Not tried, since it cannot be reached.")
    else:
        try:
            check.trial(probe)
        except NotAsked as why:
            outcome, found = Outcome.NOT_ASKED, (why.th, why.en)
        except Failed as why:
            outcome, found, mend = Outcome.FAILED, (why.th, why.en), (check.mend_th, check.mend_en)
            if isinstance(why, Unreachable):
                probe.unreached.add(check.code)
    return Result(check.code, check.part, outcome, check.th, check.en, *found, *mend)
