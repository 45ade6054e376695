"""damrong mail-code"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

HELP = "รหัสครั้งเดียวเพื่อบอกทางโทรศัพท์ / a one-time code to tell an agency by telephone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which leg."""
    parser.add_argument(
        "leg", metavar="CASE/LEG", help="เลขเรื่อง/เลขรายการ / case number/leg number"
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """A new code for the newest link that was mailed; the one before it counts no more."""
    use_database()
    require_current()
    from damrong.cases.errors import VerbRefused
    from damrong.exchange.connectors.mail.links import new_code
    from damrong.exchange.models import MailLink

    number, _, leg = options.leg.partition("/")
    links = MailLink.objects.filter(
        leg__case__number=number, leg__number=int(leg) if leg.isdecimal() else 0
    )
    link = links.order_by("-made_at", "-pk").first()
    if link is None:
        raise CommandFailed(
            f"ไม่เคยส่งลิงก์ของ {options.leg}", f"No link of {options.leg} was mailed.", Exit.USAGE
        )
    try:
        code = new_code(link)
    except VerbRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    if options.json:
        as_json({"leg": options.leg, "code": code})
    else:
        say(f"รหัส {code} ใช้ได้ 15 นาที", "works for 15 minutes, once")
    return Exit.DONE
