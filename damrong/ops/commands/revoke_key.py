"""damrong revoke-key"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

HELP = "เพิกถอนกุญแจของหน่วยงาน / take no more signatures of a partner's key; it never comes back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which key."""
    parser.add_argument("kid", metavar="KID", help="รหัสกุญแจ / the key's id (JWK thumbprint)")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Revoke it; doing it again changes nothing."""
    use_database()
    require_current()
    from damrong.exchange.keys import revoke
    from damrong.exchange.models import PartnerKey

    try:
        row, new = revoke(options.kid, "command-line")
    except PartnerKey.DoesNotExist:
        raise CommandFailed("ไม่มีกุญแจรหัสนี้", "There is no key with this id.", Exit.USAGE) from None
    if options.json:
        as_json({"agency": row.agency_id, "kid": row.kid, "revoked_at": row.revoked_at, "new": new})
    else:
        say(f"เพิกถอนกุญแจของ {row.agency_id} แล้ว ({row.revoked_at})", "revoked")
    return Exit.DONE
