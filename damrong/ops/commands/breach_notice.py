"""damrong breach-notice"""

import argparse
import datetime

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, out

HELP = "ร่างหนังสือแจ้งเหตุละเมิดข้อมูลจากบันทึกเหตุการณ์ / draft a breach notice from the log (72 hours)"
MOMENT = "YYYY-MM-DDTHH:MM"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """When it happened, when it was known, and what it touched."""
    moment = datetime.datetime.fromisoformat
    parser.add_argument(
        "--since", type=moment, required=True, metavar=MOMENT, help="เริ่ม / when it began"
    )
    parser.add_argument(
        "--until",
        type=moment,
        metavar=MOMENT,
        help="สิ้นสุด (ค่าเริ่มต้น: ขณะนี้) / when it ended; default now",
    )
    parser.add_argument(
        "--known", type=moment, metavar=MOMENT, help="ทราบเหตุเมื่อ (ค่าเริ่มต้น: ขณะนี้) / when it was known; default now"
    )  # fmt: skip
    parser.add_argument(
        "--actor", action="append", default=[], metavar="WHO",
        help="เฉพาะผู้กระทำ เช่น person:ชื่อบัญชี หรือ agency:RTP / of these only, e.g. person:NAME, agency:RTP",
    )  # fmt: skip
    parser.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="NUMBER",
        help="เฉพาะเรื่อง / of these cases only",
    )


def run(options: argparse.Namespace) -> int:
    """Print the draft. Times without a zone are Thai time."""
    use_database()
    require_current()
    from django.utils import timezone

    from damrong.ops.breach_notice import Incident, draft

    def moment(given: datetime.datetime | None) -> datetime.datetime:
        if given is None:
            return timezone.now()
        return given if given.tzinfo else timezone.make_aware(given)

    try:
        incident = Incident(
            since=moment(options.since),
            until=moment(options.until),
            known_at=moment(options.known),
            actors=frozenset(options.actor),
            cases=frozenset(number.upper() for number in options.case),
        )
    except ValueError:
        raise CommandFailed(
            "เวลาสิ้นสุดอยู่ก่อนเวลาเริ่ม", "It ends before it begins.", Exit.USAGE
        ) from None
    out.print(draft(incident), markup=False, highlight=False, soft_wrap=True)
    return Exit.DONE
