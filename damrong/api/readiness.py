"""May requests be sent to this process? A load balancer asks; the answer names parts, no content."""

import os
import shutil
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from damrong.accounts.row_scope import for_the_house
from damrong.audit.checkpoint import check_signature
from damrong.audit.models import AuditCheckpoint
from damrong.vault.errors import VaultError
from damrong.vault.seal import check_master_key

# With less free space, in bytes, no upload can be promised to be kept.
LEAST_FREE = int(os.environ.get("DAMRONG_LEAST_FREE_BYTES", str(256 * 1024 * 1024)))
_current: set[str] = set()  # databases whose tables were found current; they grow older never


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where every part is well, else 503; ``parts`` says for each ``ok`` or what is wrong."""
    parts = {name: check() for name, check in _CHECKS.items()}
    ready = all(said == "ok" for said in parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _migrations() -> str:
    name = str(connection.settings_dict["NAME"])
    if name in _current:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    if behind:
        return "behind"
    _current.add(name)
    return "ok"


def _keys() -> str:
    """Whether the keys of this machine are those of this database: a copy brought elsewhere
    without its keys would seal on under new ones."""
    try:
        with for_the_house():
            point = AuditCheckpoint.objects.order_by("-last_id").first()
            check_master_key()
            if point:
                check_signature(point)
    except DatabaseError:
        return "unknown"
    except VaultError:
        return "vault_master_key is another"
    except InvalidSignature:
        return "audit_key is another"
    return "ok"


def _disk() -> str:
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        folder = folder.parent
    return "ok" if shutil.disk_usage(folder).free >= LEAST_FREE else "full"


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "disk": _disk,
}
