"""Bring what lies under older keys under the newest, in batches, while everything goes on.

Each batch is one transaction on rows that nobody else holds. What to do follows from the rows
themselves, so a run that was stopped goes on where it was, and two runs do not harm each other.
A reader gets wrapped key and number of its master in one row: the old pair or the new one.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from damrong.audit.record import append
from damrong.vault.errors import VaultError
from damrong.vault.keys import (
    STREAM,
    index_label,
    unwrapped,
    wrapped_under,
    writing_index,
    writing_master,
)
from damrong.vault.models import CaseKey, IdentityIndex, IndexKey, MasterKey, SealedIdentity
from damrong.vault.seal import hash_under, identifiers, open_identity

BATCH = 200


@dataclass
class Renewed:
    """How many came under the newest key, could not be opened, and are still under an older one."""

    done: int = 0
    failed: int = 0
    left: int = 0


def rewrap(actor: str, *, batch: int = BATCH) -> Renewed:
    """Wrap every data key and every index key under the newest master key."""
    master, count = writing_master(), Renewed()
    for key in IndexKey.objects.exclude(wrapped=None).exclude(master=master):
        _index_key(key.pk, master, count)
    for _ in _batches(CaseKey, master.number, count, batch):
        pass
    count.left = CaseKey.objects.exclude(master=master).count()
    count.left += IndexKey.objects.exclude(wrapped=None).exclude(master=master).count()
    return _noted("vault_rewrapped", int(master.number), count, actor)


def rehash(actor: str, *, batch: int = BATCH) -> Renewed:
    """Hash every identifier anew under the newest index key."""
    key, count, last = writing_index(), Renewed(), uuid.UUID(int=0)
    while True:
        with transaction.atomic():
            old = IdentityIndex.objects.exclude(key=key).filter(reference__gt=last)
            wanted = list(
                old.order_by("reference").values_list("reference", flat=True).distinct()[:batch]
            )
            if not wanted:
                break
            last = wanted[-1]
            # An erasure that holds a row has the word: the row is gone when it ends.
            held = SealedIdentity.objects.filter(reference__in=wanted).select_for_update(
                skip_locked=True
            )
            for reference in [row.reference for row in held]:
                _rehashed(reference, key, count)
    count.left = IdentityIndex.objects.exclude(key=key).values("reference").distinct().count()
    return _noted("vault_rehashed", int(key.number), count, actor)


def _batches(model: type[CaseKey], number: int, count: Renewed, size: int) -> Iterator[None]:
    last, master = "", MasterKey.objects.get(pk=number)
    while True:
        with transaction.atomic():
            rows = list(
                model.objects.exclude(master=master)
                .filter(pk__gt=last)
                .order_by("pk")
                .select_related("master")
                .select_for_update(skip_locked=True, of=("self",))[:size]
            )
            if not rows:
                return
            last, renewed = rows[-1].pk, []
            for row in rows:
                label = row.case_number.encode()
                try:
                    plain = unwrapped(row.master, row.wrapped, label)
                except VaultError:
                    count.failed += 1
                    continue
                row.wrapped, row.master = wrapped_under(master, plain, label), master
                renewed.append(row)
            model.objects.bulk_update(renewed, ["wrapped", "master"])
            count.done += len(renewed)
        yield


def _index_key(pk: int, master: MasterKey, count: Renewed) -> None:
    with transaction.atomic():
        key = IndexKey.objects.select_for_update(of=("self",)).select_related("master").get(pk=pk)
        if key.wrapped is None or key.master is None or key.master == master:
            return
        try:
            plain = unwrapped(key.master, key.wrapped, index_label(key))
        except VaultError:
            count.failed += 1
            return
        key.wrapped, key.master = wrapped_under(master, plain, index_label(key)), master
        key.save(update_fields=["wrapped", "master"])
        count.done += 1


def _rehashed(reference: uuid.UUID, key: IndexKey, count: Renewed) -> None:
    try:
        values = identifiers(open_identity(reference))
    except VaultError:
        count.failed += 1
        return
    rows: dict[str, list[IdentityIndex]] = defaultdict(list)
    for row in IdentityIndex.objects.filter(reference=reference).select_for_update():
        rows[row.kind].append(row)
    for kind, value in values.items():
        for row in rows[kind]:
            row.keyed_hash, row.key = hash_under(key, kind, value), key
            row.save(update_fields=["keyed_hash", "key"])
    count.done += 1


def _noted(event: str, number: int, count: Renewed, actor: str) -> Renewed:
    if count.done or count.failed:
        with transaction.atomic():
            append(STREAM, event, actor, {"number": number, **vars(count)})
    return count
