"""damrong register-key"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

HELP = "ลงทะเบียนกุญแจสาธารณะของหน่วยงาน / register a partner's public key (JWK or JWKS)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose key, and where it is."""
    parser.add_argument("agency", metavar="AGENCY", help="รหัสหน่วยงาน / agency code")
    parser.add_argument("file", type=Path, metavar="FILE.json", help="ไฟล์กุญแจ / the key's file")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Register every key of the file, all or none; doing it again changes nothing."""
    rows = _rows(options.file)
    use_database()
    require_current()
    from damrong.catalogue.models import Agency
    from damrong.exchange.jwks import BadKey
    from damrong.exchange.keys import register_all

    code = options.agency.upper()
    if not Agency.objects.filter(pk=code).exists():
        raise CommandFailed(
            f"ไม่มีหน่วยงานรหัส {code}", f"There is no agency with code {code}.", Exit.USAGE
        )
    try:
        kids, new = register_all(code, rows, "command-line")
    except BadKey as bad:
        raise CommandFailed(bad.th, bad.en, Exit.USAGE) from None
    if options.json:
        as_json({"agency": code, "kids": kids, "new": new})
    else:
        for kid in kids:
            if kid in new:
                say(f"ลงทะเบียนกุญแจของ {code} แล้ว: {kid}", "registered")
            else:
                say(f"กุญแจนี้ลงทะเบียนอยู่แล้ว: {kid}", "registered before; nothing changed")
    return Exit.DONE


def _rows(file: Path) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read.", Exit.USAGE
        ) from None
    rows = found.get("keys", [found]) if isinstance(found, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
        raise CommandFailed("ไม่พบ JWK ในไฟล์", "The file holds no JWK.", Exit.USAGE)
    return rows
