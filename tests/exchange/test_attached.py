"""Files are fetched by the leg's agency alone, once it has the matter, and fit their digest."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.test import Client

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases import stored_files
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.recall import recall
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox
from damrong.exchange.jwks import public_jwk
from damrong.exchange.keys import register
from damrong.exchange.protocol import FILES_PATH, SEALED_TYPE
from damrong.exchange.sealing import Unsealed, encryption_jwk, open_sealed
from damrong.exchange.signing import sign
from damrong.release import files
from damrong.release.gate import preview, release_leg
from damrong.release.leaving_files import newest
from tests.exchange.peer import sandbox, until
from tests.factories import make_person
from tests.release import given_files
from tests.release.given_files import CANARIES, FACE, document, picture, with_files

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference_data", "files_home"),
]


@pytest.fixture
def leg(monkeypatch: pytest.MonkeyPatch) -> Leg:
    """Released with two files to the Ministry of Labour."""
    monkeypatch.setattr(files, "examine", given_files.found(FACE))
    case, made = with_files(picture(), document())
    officer = make_person(Role.CENTRE_HEAD)
    for given in case.attachments.all():
        drawn = newest(given)
        assert drawn
        files.let_go(case.number, 1, given.pk, officer, drawn.sha256, leaves=True)
    release_leg(case.number, 1, officer, preview(case, made, officer).digest)
    made.refresh_from_db()
    return made


def keyed(code: str) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    register(code, public_jwk(key))
    return key


def ask(leg: Leg, digest: object, key: Ed25519PrivateKey) -> Any:
    body = json.dumps({"subject": f"{leg.case.number}/1", "sha256": digest}).encode()
    headers = sign(f"http://testserver{FILES_PATH}", body, key, content_type="application/json")
    return Client().generic("POST", FILES_PATH, body, headers=headers)


def delivered(leg: Leg) -> list[dict[str, Any]]:
    Agency.objects.filter(pk=leg.agency_id).update(connector="portal")
    outbox.send_leg(leg.pk)
    leg.refresh_from_db()
    assert leg.state == LegState.DELIVERED
    assert leg.extract
    sent = leg.extract["attachments"]
    assert isinstance(sent, list)
    return sent


def test_each_file_comes_as_the_referral_says(leg: Leg) -> None:
    key = keyed("MOL")
    for file in delivered(leg):
        answer = ask(leg, file["sha256"], key)
        assert answer.status_code == 200
        assert answer["Content-Type"] == file["media_type"]
        assert file["name"] in answer["Content-Disposition"]
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert len(answer.content) == file["size"]
        assert not any(secret.encode() in answer.content for secret in CANARIES)
    logged = AuditRecord.objects.filter(event="file_fetched", actor="agency:MOL")
    assert logged.count() == 2


def test_nobody_else_gets_it_and_nothing_else_is_given(leg: Leg) -> None:
    mine, others = keyed("MOL"), keyed("MOE")
    assert leg.extract
    [first, _second] = leg.extract["attachments"]
    early = ask(leg, first["sha256"], mine)
    assert (early.status_code, early.json()["code"]) == (409, "not_delivered_yet")
    delivered(leg)
    assert ask(leg, first["sha256"], others).json()["code"] == "unknown_leg"
    original = leg.case.attachments.order_by("pk")[0].sha256
    assert stored_files.intact(original)
    for digest in (original, "../" * 5, "0" * 64):
        assert ask(leg, digest, mine).json()["code"] == "unknown_file"
    assert ask(leg, 7, mine).json()["code"] == "data"


def test_after_a_recall_or_the_agreements_end_nothing_is_given(leg: Leg) -> None:
    key = keyed("MOL")
    [first, _second] = delivered(leg)
    Agreement.objects.filter(agency="MOL").update(suspended=True)
    assert ask(leg, first["sha256"], key).json()["code"] == "wrong_state"
    Agreement.objects.filter(agency="MOL").update(suspended=False)
    recall(leg.case.number, make_person(Role.CENTRE_HEAD), 1, reason="ส่งผิดหน่วยงาน")
    assert ask(leg, first["sha256"], key).json()["code"] == "recalled"


def test_what_was_erased_is_gone(leg: Leg) -> None:
    key = keyed("MOL")
    [first, _second] = delivered(leg)
    stored_files.path_of(first["sha256"]).unlink()
    answer = ask(leg, first["sha256"], key)
    assert (answer.status_code, answer.json()["code"]) == (410, "file_gone")


def test_where_the_agreement_asks_for_it_a_file_comes_encrypted_to_its_agency(leg: Leg) -> None:
    key, opening = keyed("MOL"), X25519PrivateKey.generate()
    [first, _second] = delivered(leg)
    Agreement.objects.filter(pk=leg.agreement_id).update(encrypted=True)
    refused = ask(leg, first["sha256"], key)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state"), "no key yet"
    register("MOL", encryption_jwk(opening.public_key()))
    answer = ask(leg, first["sha256"], key)
    assert (answer.status_code, answer["Content-Type"]) == (200, SEALED_TYPE)
    assert b"\xff\xd8" not in answer.content
    opened = open_sealed(answer.content, lambda kid: opening)
    assert hashlib.sha256(opened).hexdigest() == first["sha256"]
    with pytest.raises(Unsealed):
        open_sealed(answer.content, lambda kid: X25519PrivateKey.generate())
    assert AuditRecord.objects.filter(event="file_fetched").count() == 1


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_sandbox_agency_fetches_what_it_is_told_of(
    leg: Leg, live_server: Any, tmp_path: Path, encrypted: bool
) -> None:
    assert leg.extract
    Agreement.objects.filter(pk=leg.agreement_id).update(encrypted=encrypted)
    with sandbox(tmp_path, live_server.url, "MOL", script="manual") as peer:
        outbox.send_leg(leg.pk)
        for file in leg.extract["attachments"]:
            address = f"{peer.address}/MOL/files/{file['sha256']}"
            until(lambda address=address: httpx.get(address).status_code == 200)  # type: ignore[misc]
            got = httpx.get(address).content
            assert hashlib.sha256(got).hexdigest() == file["sha256"]
        assert leg.extract["attachments"][0]["name"] in httpx.get(f"{peer.address}/MOL/").text
