"""damrong processing-record"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import Exit, as_json, complain, out

HELP = "บันทึกรายการกิจกรรมการประมวลผล (มาตรา 39) / the record of processing activities (PDPA, section 39)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Form of the answer."""
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Print it as of today. 1 where the controller's contact isn't filled in."""
    use_database()
    require_current()
    from django.utils import timezone

    from damrong.ops.processing_record import as_markdown, processing_record

    record = processing_record(timezone.localdate())
    if options.json:
        as_json(record)
    else:
        out.print(as_markdown(record), markup=False, highlight=False, soft_wrap=True)
    if record["controller"]["contact"]:
        return Exit.DONE
    complain(
        "ยังไม่มีที่ติดต่อของผู้ควบคุมข้อมูลและเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล",
        "The contact of the controller and of its data protection officer is missing.",
    )
    return Exit.ATTENTION
