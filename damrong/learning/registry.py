"""Enter versions of the screening model, and say which one reads.

A version once entered stays as it is; putting another in use adds a line, so that the way back is
known. Nothing else changes which model reads, a new release of the program no more than a training.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from damrong.accounts.errors import VerbRefused, not_allowed, reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.learning.files import file_of, keep
from damrong.learning.models import ModelUse, ModelVersion
from damrong.screening.model_file import RECORD, is_sound, shipped_file

STREAM = "models"
BY_SETUP = "system"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('damrong.models', 7))"


def enter(raw: bytes, record: Mapping[str, Any], *, by: str, shipped: bool = False) -> ModelVersion:
    """Keep a model's file and enter it. The one that stands there already where nothing is new.

    `record` is what screening's ``record_of`` says of it. Raises VerbRefused where a version of this
    name has another file.
    """
    with transaction.atomic():
        _one_at_a_time()
        row = ModelVersion.objects.filter(version=record["version"]).first()
        if row is not None and row.sha256 != record["sha256"]:
            raise VerbRefused(
                "version_taken",
                "มีรุ่นชื่อนี้ที่ไฟล์ต่างกันอยู่แล้ว ระบบไม่เขียนทับรุ่นเดิม",
                "A version of this name has another file; nothing is replaced.",
            )
        keep(raw, record["sha256"])
        if row is not None:
            return row
        names = ("version", "sha256", "lists", "seed", "data_digest", "counts", "measures")
        row = ModelVersion.objects.create(
            **{name: record[name] for name in names}, shipped=shipped, made_by=by
        )
        append(
            STREAM, "model_entered", by,
            {"version": row.version, "sha256": row.sha256, "counts": row.counts, "shipped": shipped},
        )  # fmt: skip
    return row


def enter_shipped() -> ModelVersion:
    """Enter the model that comes with the program; the first one also reads from now on."""
    file = shipped_file()
    record = json.loads(file.with_name(RECORD).read_text("ascii"))
    with transaction.atomic():
        row = enter(file.read_bytes(), record, by=BY_SETUP, shipped=True)
        if not ModelUse.objects.exists():
            _use(row, BY_SETUP, "ติดตั้งระบบ")
    return row


def in_use() -> ModelVersion | None:
    """The version that is to read now; None before anything was entered."""
    newest = ModelUse.objects.select_related("version").order_by("-pk").first()
    return newest.version if newest else None


def put_in_use(version: str, person: Person, reason: str) -> ModelVersion:
    """Let this version read from now on. Its file must be sound."""
    _may(person, reason)
    with transaction.atomic():
        _one_at_a_time()
        row = ModelVersion.objects.filter(version=version).first()
        if row is None:
            raise VerbRefused("no_such_version", "ไม่มีรุ่นนี้", "There is no such version.")
        return _put(row, person, reason)


def go_back(person: Person, reason: str) -> ModelVersion:
    """Let the version read again that read before the one in use; twice is there and back."""
    _may(person, reason)
    with transaction.atomic():
        _one_at_a_time()
        now = in_use()
        before = (
            ModelUse.objects.exclude(version=now).select_related("version").order_by("-pk").first()
        )
        if now is None or before is None:
            raise VerbRefused(
                "nothing_before", "ไม่มีรุ่นก่อนหน้าให้ย้อนกลับ", "No other version read before this one."
            )
        return _put(before.version, person, reason)


def _put(row: ModelVersion, person: Person, reason: str) -> ModelVersion:
    now = in_use()
    if now == row:
        raise VerbRefused("in_use_already", "ใช้รุ่นนี้อยู่แล้ว", "This version is in use already.")
    if not is_sound(file_of(row.sha256), row.sha256):
        raise VerbRefused(
            "file_not_sound",
            "ไฟล์ของรุ่นนี้หายหรือถูกแก้ไข จึงใช้ไม่ได้ กู้ไฟล์คืนก่อน",
            "The file of this version is missing or altered. Restore it first.",
        )
    _use(row, person.actor, reason)
    return row


def _use(row: ModelVersion, by: str, reason: str) -> None:
    now = in_use()
    ModelUse.objects.create(version=row, by=by, reason=reason)
    append(
        STREAM, "model_put_in_use", by,
        {"version": row.version, "sha256": row.sha256, "before": now.version if now else ""},
    )  # fmt: skip


def _may(person: Person, reason: str) -> None:
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    if not reason.strip():
        raise reason_needed()


def _one_at_a_time() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
