"""Which keys are in use: the newest wraps and hashes, older ones read until nothing needs them.

Foreign keys hold every data key and every hash to the key it needs, so the database itself refuses
to forget one that something still needs. The key material stays where its provider keeps it.
"""

import datetime
import os
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Count, ProtectedError
from django.utils import timezone

from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.config.secrets import secret
from damrong.vault.errors import KeyRefused, KeyUnavailable
from damrong.vault.models import CaseKey, IdentityIndex, IndexKey, MasterKey
from damrong.vault.providers import PROVIDERS, provider

STREAM = "vault"
DATA_KEY = 32  # bytes
# A filing that began before a rotation may still write under the key it found.
UNDER_WAY = datetime.timedelta(minutes=10)
AnyKey = TypeVar("AnyKey", MasterKey, IndexKey)


def writing_master() -> MasterKey:
    """The key under which data keys are wrapped from now on; the first is made on first use."""
    found = MasterKey.objects.order_by("-number").first()
    return found or _first_master()


def writing_index() -> IndexKey:
    """The key under which identifiers are hashed from now on."""
    found = IndexKey.objects.select_related("master").order_by("-number").first()
    return found or _first_index()


def index_keys() -> list[IndexKey]:
    """Every key under which an identifier may have been hashed, newest first."""
    return list(IndexKey.objects.select_related("master").order_by("-number"))


def wrapped_under(master: MasterKey, plain: bytes, label: bytes) -> bytes:
    """A data key as it may lie in the database."""
    return provider(master.provider).wrap(int(master.number), plain, label)


def unwrapped(master: MasterKey, wrapped: bytes | memoryview, label: bytes) -> bytes:
    """A data key. Raises VaultError."""
    return provider(master.provider).unwrap(int(master.number), bytes(wrapped), label)


def material_of(key: IndexKey) -> bytes:
    """The bytes of an index key. Raises VaultError."""
    if key.wrapped is None or key.master is None:
        return secret("vault_index_key")
    return unwrapped(key.master, key.wrapped, index_label(key))


def index_label(key: IndexKey) -> bytes:
    """What binds a wrapped index key to its number; no case has such a number."""
    return f"index:{key.number}".encode()


def rotate(at: str, actor: str) -> MasterKey:
    """A new key at provider ``at`` wraps from now on. Raises KeyRefused, KeyUnavailable."""
    if at not in PROVIDERS:
        raise KeyRefused("provider", f"ไม่รู้จักที่เก็บกุญแจ {at}", f"There is no key provider {at}.")
    with transaction.atomic():
        _alone()
        old = writing_master()
        new = MasterKey(number=old.number + 1, provider=at)
        _tried(new)
        return _replaced(old, new, "master", actor)


def rotate_index(actor: str) -> IndexKey:
    """A new key hashes from now on; hashes under the older ones are still found."""
    with transaction.atomic():
        _alone()
        old, master = writing_index(), writing_master()
        new = IndexKey(number=old.number + 1, master=master)
        new.wrapped = wrapped_under(master, os.urandom(DATA_KEY), index_label(new))
        return _replaced(old, new, "index", actor)


def retire(number: int, actor: str, *, index: bool = False) -> None:
    """Forget an older key. Raises KeyRefused while something needs it or may still come to."""
    kind = IndexKey if index else MasterKey
    with transaction.atomic():
        _alone()
        key = kind._default_manager.filter(pk=number).first()
        if key is None:
            raise KeyRefused("no_key", f"ไม่มีกุญแจ {number}", f"There is no key {number}.")
        if key.replaced_at is None:
            raise KeyRefused(
                "key_writes",
                f"กุญแจ {number} ใช้เขียนอยู่ ให้หมุนกุญแจก่อน",
                f"Key {number} is the writing one. Rotate first.",
            )
        if timezone.now() < key.replaced_at + UNDER_WAY:
            raise KeyRefused(
                "key_just_replaced",
                f"กุญแจ {number} เพิ่งถูกแทน โปรดรออย่างน้อย {UNDER_WAY.seconds // 60} นาทีหลังหมุนกุญแจ",
                f"Key {number} was replaced just now. Wait {UNDER_WAY.seconds // 60} minutes after a rotation.",
            )
        try:
            key.delete()
        except ProtectedError:
            raise KeyRefused(
                "key_needed",
                f"ยังมีข้อมูลที่ต้องใช้กุญแจ {number} ให้ห่อใหม่หรือแฮชใหม่ให้ครบก่อน",
                f"Something still needs key {number}. Rewrap or rehash to the end first.",
            ) from None
        append(STREAM, "vault_key_retired", actor, {"kind": _name(index), "number": number})


def in_use() -> dict[str, list[dict[str, object]]]:
    """Every key with what is still held under it, oldest first."""
    hashes = dict(IdentityIndex.objects.values_list("key").annotate(n=Count("pk")).order_by())
    wrapped = dict(CaseKey.objects.values_list("master").annotate(n=Count("pk")).order_by())
    under = dict(IndexKey.objects.values_list("master").annotate(n=Count("pk")).order_by())
    return {
        "master": [
            {
                "number": key.number,
                "provider": key.provider,
                "writes": key.replaced_at is None,
                "case_keys": wrapped.get(key.number, 0),
                "index_keys": under.get(key.number, 0),
            }
            for key in MasterKey.objects.order_by("number")
        ],
        "index": [
            {
                "number": key.number,
                "writes": key.replaced_at is None,
                "hashes": hashes.get(key.number, 0),
            }
            for key in IndexKey.objects.order_by("number")
        ],
    }


def _first_master() -> MasterKey:
    place = "environment" if os.environ.get("DAMRONG_VAULT_MASTER_KEY") else "file"
    provider(place).make(1)
    with transaction.atomic(), for_the_house():
        MasterKey.objects.bulk_create([MasterKey(number=1, provider=place)], ignore_conflicts=True)
    return MasterKey.objects.order_by("-number")[0]


def _first_index() -> IndexKey:
    with transaction.atomic(), for_the_house():
        IndexKey.objects.bulk_create([IndexKey(number=1)], ignore_conflicts=True)
    return IndexKey.objects.select_related("master").order_by("-number")[0]


def _tried(key: MasterKey) -> None:
    """Make it, and see that it opens what it wraps before anything is trusted to it."""
    provider(key.provider).make(int(key.number))
    probe = os.urandom(DATA_KEY)
    if unwrapped(key, wrapped_under(key, probe, b"probe"), b"probe") != probe:
        raise KeyUnavailable(f"master key {key.number} does not open what it wraps")


def _replaced(old: AnyKey, new: AnyKey, kind: str, actor: str) -> AnyKey:
    old.replaced_at = timezone.now()
    old.save(update_fields=["replaced_at"])
    new.save(force_insert=True)
    facts: dict[str, object] = {"kind": kind, "number": new.number}
    if isinstance(new, MasterKey):
        facts["provider"] = new.provider
    append(STREAM, "vault_key_made", actor, facts)
    return new


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('vault keys', 23))")


def _name(index: bool) -> str:
    return "index" if index else "master"
