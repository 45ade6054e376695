"""The nightly run: erase what is due, then remove the files that nothing names any more."""

import datetime
import logging
import time
from dataclasses import dataclass

from django.db import transaction

from damrong.cases.models import Attachment
from damrong.cases.stored_files import path_of
from damrong.release.models import CleanedFile
from damrong.retention.due import due
from damrong.retention.erase import erase
from damrong.retention.models import Erasure
from damrong.retention.policy import Policy

logger = logging.getLogger(__name__)
FRESH_SECONDS = 3600  # the same bytes may just be coming in again with another case


@dataclass(frozen=True)
class Done:
    """What a run did: records erased, files removed, records that could not be erased."""

    erased: int
    files: int
    failed: int


def run(policy: Policy, today: datetime.date) -> Done:
    """Erase everything due today. One that fails is named in the log and does not stop the rest."""
    erased = failed = 0
    for one in list(due(policy, today)):
        try:
            erased += erase(one.number, one.record, policy, today)
        except Exception as error:
            failed += 1
            logger.error("not erased: %s %s: %s", one.number, one.record, type(error).__name__)
    return Done(erased, remove_files(), failed)


def remove_files() -> int:
    """Remove the bytes of erased attachments and of what was drawn from them; those that another case still names stay."""
    removed = 0
    for pk in Erasure.objects.exclude(files=[]).values_list("pk", flat=True):
        with transaction.atomic():
            erasure = Erasure.objects.select_for_update().get(pk=pk)
            left = []
            for digest in erasure.files:
                path = path_of(digest)
                if not path.exists() or _named(digest):
                    continue
                if time.time() - path.stat().st_mtime < FRESH_SECONDS:
                    left.append(digest)
                    continue
                path.unlink()
                removed += 1
            erasure.files = left
            erasure.save(update_fields=["files"])
    return removed


def _named(digest: str) -> bool:
    return any(table.objects.filter(sha256=digest).exists() for table in (Attachment, CleanedFile))
