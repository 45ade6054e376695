"""Keys: registered once, logged once, revoked for ever, their history kept."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.audit.models import AuditRecord
from damrong.catalogue.models import Agency
from damrong.exchange import outbox
from damrong.exchange.evidence import package, prove, read_history
from damrong.exchange.jwks import BadKey, kid_of, public_jwk
from damrong.exchange.keys import history, key_in_use, register_all, revoke
from damrong.exchange.models import PartnerKey
from damrong.exchange.problems import Refused
from tests.exchange.flaky import flaky
from tests.exchange.test_order import released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def logged(event: str) -> list[list[str]]:
    rows = AuditRecord.objects.filter(stream="agency:MOI", event=event).order_by("sequence")
    return [row.data["kids"] for row in rows]


def test_the_same_key_twice_changes_nothing_and_is_logged_once() -> None:
    first, second = (public_jwk(Ed25519PrivateKey.generate()) for _ in range(2))
    assert register_all("MOI", [first], "test") == ([first["kid"]], [first["kid"]])
    since = PartnerKey.objects.get(kid=first["kid"]).valid_from
    assert register_all("MOI", [first, first], "test") == ([first["kid"]], [])
    assert PartnerKey.objects.get(kid=first["kid"]).valid_from == since
    assert register_all("MOI", [first, second], "test")[1] == [second["kid"]]
    assert logged("key_registered") == [[first["kid"]], [second["kid"]]]


def test_one_bad_key_of_several_registers_none() -> None:
    good, taken = (public_jwk(Ed25519PrivateKey.generate()) for _ in range(2))
    register_all("RTP", [taken], "test")
    with pytest.raises(BadKey):
        register_all("MOI", [good, taken], "test")
    assert not PartnerKey.objects.filter(kid=good["kid"]).exists()
    assert logged("key_registered") == []


def test_a_revoked_key_is_logged_once_and_never_comes_back() -> None:
    jwk = public_jwk(Ed25519PrivateKey.generate())
    register_all("MOI", [jwk], "test")
    row, new = revoke(jwk["kid"], "test")
    assert new
    assert revoke(jwk["kid"], "test")[0].revoked_at == row.revoked_at
    assert logged("key_revoked") == [[jwk["kid"]]]
    with pytest.raises(Refused, match="key_revoked"):
        key_in_use(jwk["kid"])
    with pytest.raises(BadKey):
        register_all("MOI", [jwk], "test")


@pytest.mark.parametrize("connector", ["push", "portal"])
def test_what_was_really_sent_is_proved_by_the_real_history(tmp_path: Path, connector: str) -> None:
    leg = released()
    with flaky(tmp_path, "MOI") as line:
        Agency.objects.filter(pk="MOI").update(connector=connector)
        outbox.send_leg(leg.pk)
        kid = kid_of(line.agency.key)
    revoke(kid, "test")  # afterwards: the receipt still counts
    row = leg.outbound.get()
    assert row.receipt is not None
    proved = prove(package(bytes(row.body), row.receipt["jws"]), read_history(history()))
    assert proved.signer == ("MOI" if connector == "push" else "DAMRONG")
    assert proved.receipt.digest == row.digest
