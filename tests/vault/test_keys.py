"""Keys of the vault come and go while identities are written, read, found and erased."""

import datetime
import json
import os
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.ops.command_line import main
from damrong.vault import keys, reveal
from damrong.vault.destroy import destroy
from damrong.vault.errors import KeyRefused, KeyUnavailable, VaultError
from damrong.vault.models import CaseKey, IdentityIndex, IndexKey, MasterKey, SealedIdentity
from damrong.vault.rewrap import rehash, rewrap
from damrong.vault.seal import Identity, open_identity, references_of, sealed
from tests.factories import make_person, submit

HOW = {"identity_mode": "concealed"}


def person(n: int) -> Identity:
    return Identity(
        name=f"ทดสอบ หมุนกุญแจ{n}", phone=f"08{n:08d}", email=f"Key{n}@example.org", address="1 หมู่ 2"
    )


def filed(n: int) -> tuple[str, uuid.UUID]:
    number = submit(complainant=person(n), **HOW).number
    return number, SealedIdentity.objects.get(case_number=number).reference


def long_ago() -> None:
    """Replaced keys were replaced before anything that may still be under way."""
    for kind in (MasterKey, IndexKey):
        kind.objects.exclude(replaced_at=None).update(
            replaced_at=timezone.now() - datetime.timedelta(hours=1)
        )


@pytest.fixture(autouse=True)
def _keys_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """New key files lie in the test's own folder."""
    for number in range(2, 40):
        monkeypatch.setenv(f"DAMRONG_VAULT_MASTER_KEY_{number}_FILE", str(tmp_path / str(number)))


pytestmark = pytest.mark.usefixtures("reference_data", "files_home")


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_after_a_rotation_the_new_key_writes_and_both_read(self) -> None:
        _, before = filed(1)
        new = keys.rotate("file", "test")
        number, after = filed(2)
        assert CaseKey.objects.get(pk=number).master == new
        assert open_identity(before) == person(1)
        assert open_identity(after) == person(2)

    def test_a_key_goes_only_when_nothing_needs_it(self) -> None:
        _, reference = filed(1)
        with pytest.raises(KeyRefused) as refused:
            keys.retire(1, "test")
        assert refused.value.code == "key_writes"
        keys.rotate("file", "test")
        with pytest.raises(KeyRefused) as refused:
            keys.retire(1, "test")
        assert refused.value.code == "key_just_replaced"
        long_ago()
        with pytest.raises(KeyRefused) as refused:
            keys.retire(1, "test")
        assert refused.value.code == "key_needed"
        count = rewrap("test")
        assert (count.done, count.failed, count.left) == (1, 0, 0)
        keys.retire(1, "test")
        assert open_identity(reference) == person(1)
        events = AuditRecord.objects.filter(stream="vault").values_list("event", flat=True)
        assert list(events) == ["vault_key_made", "vault_rewrapped", "vault_key_retired"]

    def test_a_stopped_run_goes_on_where_it_was(self, monkeypatch: pytest.MonkeyPatch) -> None:
        references = [filed(n)[1] for n in range(5)]
        keys.rotate("file", "test")
        from damrong.vault import rewrap as module

        calls = 0

        def dies(master: MasterKey, plain: bytes, label: bytes) -> bytes:
            nonlocal calls
            calls += 1
            if calls == 4:
                raise KeyboardInterrupt
            return keys.wrapped_under(master, plain, label)

        monkeypatch.setattr(module, "wrapped_under", dies)
        with pytest.raises(KeyboardInterrupt):
            rewrap("test", batch=2)
        assert CaseKey.objects.filter(master=2).count() == 2  # the batch that was whole
        assert [open_identity(r) for r in references] == [person(n) for n in range(5)]
        assert rewrap("test", batch=2).done == 3

    def test_a_lost_key_is_counted_and_never_made_anew(self, tmp_path: Path) -> None:
        keys.rotate("file", "test")
        _, reference = filed(1)
        (tmp_path / "2").rename(tmp_path / "away")
        from damrong.config import secrets

        secrets._from_file.cache_clear()
        with pytest.raises(KeyUnavailable):
            open_identity(reference)
        keys.rotate("file", "test")
        count = rewrap("test")
        assert (count.done, count.failed, count.left) == (0, 1, 1)
        assert not (tmp_path / "2").exists()
        long_ago()
        with pytest.raises(KeyRefused):
            keys.retire(2, "test")
        (tmp_path / "away").rename(tmp_path / "2")
        assert open_identity(reference) == person(1)

    def test_a_wrapped_key_is_bound_to_its_case(self) -> None:
        (one, reference), (two, _) = filed(1), filed(2)
        taken = CaseKey.objects.get(pk=two).wrapped
        CaseKey.objects.filter(pk=one).update(wrapped=taken)
        with pytest.raises(VaultError):
            open_identity(reference)

    def test_the_environments_key_must_be_placed_first(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(KeyRefused) as refused:
            keys.rotate("environment", "test")
        assert "DAMRONG_VAULT_MASTER_KEY_2" in refused.value.en
        assert MasterKey.objects.count() <= 1
        monkeypatch.setenv("DAMRONG_VAULT_MASTER_KEY_2", os.urandom(32).hex())
        assert keys.rotate("environment", "test").provider == "environment"
        assert open_identity(filed(1)[1]) == person(1)

    def test_a_person_is_found_under_every_index_key(self) -> None:
        _, before = filed(1)
        keys.rotate_index("test")
        _, after = filed(1)
        assert references_of("phone", person(1).phone) == {before, after}
        assert references_of("email", person(1).email.lower()) == {before, after}
        assert references_of("phone", person(2).phone) == set()
        assert rehash("test").left == 0
        assert set(IdentityIndex.objects.values_list("key", flat=True)) == {2}
        assert references_of("phone", person(1).phone) == {before, after}
        long_ago()
        keys.retire(1, "test", index=True)
        assert references_of("phone", person(1).phone) == {before, after}

    def test_an_index_key_is_rewrapped_too(self) -> None:
        keys.rotate_index("test")
        _, reference = filed(1)
        keys.rotate("file", "test")
        long_ago()
        rewrap("test")
        keys.retire(1, "test")
        assert references_of("phone", person(1).phone) == {reference}

    def test_by_the_command_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        def damrong(*words: str) -> tuple[int, Any]:
            with pytest.raises(SystemExit) as left:
                main(["keys", *words])
            said = capsys.readouterr().out
            return int(left.value.code or 0), json.loads(said) if "--json" in words else said

        filed(1)
        assert damrong("rotate", "--json") == (0, {"number": 2})
        assert damrong("retire", "1")[0] == 2
        assert damrong("rewrap", "--json") == (0, {"done": 1, "failed": 0, "left": 0})
        _, listed = damrong("list", "--json")
        assert [(key["number"], key["case_keys"]) for key in listed["master"]] == [(1, 0), (2, 1)]
        long_ago()
        assert damrong("retire", "1")[0] == 0
        assert damrong("rotate", "--index", "--json") == (0, {"number": 2})
        assert damrong("rehash", "--json") == (0, {"done": 1, "failed": 0, "left": 0})


class Vault(RuleBasedStateMachine):
    """Any order of what may happen to keys and identities."""

    written = Bundle("written")

    def __init__(self) -> None:
        super().__init__()
        self.alive: dict[uuid.UUID, int] = {}
        self.numbers: dict[uuid.UUID, str] = {}
        self.running = 0

    @rule(target=written)
    def write(self) -> uuid.UUID:
        self.running += 1
        case_number = f"K-{self.running}"
        made = sealed(case_number, person(self.running))
        for row in made.rows:
            row.save(force_insert=True)
        self.alive[made.reference], self.numbers[made.reference] = self.running, case_number
        return made.reference

    @rule(reference=consumes(written))
    def erase(self, reference: uuid.UUID) -> None:
        destroy(self.numbers[reference])
        n = self.alive.pop(reference)
        assert references_of("phone", person(n).phone) == set()

    @rule(target=written)
    def rotate(self) -> object:
        keys.rotate("file", "test")
        return multiple()

    @rule()
    def rotate_index(self) -> None:
        keys.rotate_index("test")

    @rule()
    def rewrap(self) -> None:
        assert rewrap("test", batch=2).left == 0

    @rule()
    def rehash(self) -> None:
        assert rehash("test", batch=2).left == 0

    @rule()
    def retire_all_that_may(self) -> None:
        long_ago()
        for kind, index in ((MasterKey, False), (IndexKey, True)):
            for number in kind.objects.values_list("pk", flat=True):
                try:
                    keys.retire(number, "test", index=index)
                except KeyRefused as refused:
                    assert refused.code in ("key_writes", "key_needed")

    @invariant()
    def everything_alive_is_read_and_found(self) -> None:
        for reference, n in self.alive.items():
            assert open_identity(reference) == person(n)
            assert references_of("phone", person(n).phone) == {reference}


@pytest.mark.django_db
def test_whatever_happens_to_keys_identities_are_read_and_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from django.db import transaction

    class Undone(Vault):
        def __init__(self) -> None:
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    run_state_machine_as_test(
        Undone,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_the_doors_stay_open_while_keys_change() -> None:
    """Filing and looking by the public pages while keys are rotated, rewrapped and retired."""
    officer, custodian = make_person(Role.CENTRE_HEAD), make_person(Role.CUSTODIAN)
    looks = []
    for n in range(6):
        number, reference = filed(n)
        look = reveal.ask(number, reference, officer, "ตรวจการหมุนกุญแจ")
        reveal.decide(look.pk, custodian, True, "ทดสอบ")
        looks.append((number, look.pk, person(n).name))
    done, failures = threading.Event(), []
    filings: list[tuple[uuid.UUID, int]] = []

    def whole_filings_pass() -> None:
        """What ``UNDER_WAY`` gives time for: what began before the rotation comes to its end."""
        seen = len(filings)
        while len(filings) < seen + 2 and not done.is_set():
            time.sleep(0.01)

    def change_keys() -> None:
        try:
            for _ in range(4):
                keys.rotate("file", "test")
                keys.rotate_index("test")
                whole_filings_pass()
                rewrap("test", batch=2)
                rehash("test", batch=2)
                long_ago()
                for index, kind in ((False, MasterKey), (True, IndexKey)):
                    for number in list(
                        kind.objects.exclude(replaced_at=None).values_list("pk", flat=True)
                    ):
                        keys.retire(number, "test", index=index)
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()
            connection.close()

    client = Client()
    client.force_login(officer)
    thread = threading.Thread(target=change_keys)
    thread.start()
    try:
        while not done.is_set():
            n = 100 + len(filings)
            filings.append((filed(n)[1], n))
            for number, request, name in looks:
                page = client.post(f"/desk/cases/{number}/identity/{request}/")
                assert page.status_code == 200
                assert name in page.content.decode()
    finally:
        done.set()
        thread.join()
    assert failures == []
    assert list(MasterKey.objects.values_list("pk", flat=True)) == [5]
    assert list(IndexKey.objects.values_list("pk", flat=True)) == [5]
    assert all(open_identity(reference) == person(n) for reference, n in filings)
    assert all(references_of("phone", person(n).phone) == {reference} for reference, n in filings)
