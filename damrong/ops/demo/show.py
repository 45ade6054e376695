"""Show where the demonstration stands: addresses, sign-ins, a case to track."""

import json
import os

from rich.table import Table

from damrong.accounts.roles import ROLE_NAMES
from damrong.cases.models import Case
from damrong.cases.states import CaseState
from damrong.config.embedded_postgres import home
from damrong.ops.demo.people import PEOPLE
from damrong.ops.speak import Advance, out, say
from damrong.release.models import Automation

CODES_FILE = "demo-codes.json"


def left(advance: Advance) -> int:
    """How many cases wait to be screened."""
    total = Case.objects.count()
    waiting = Case.objects.filter(state=CaseState.RECEIVED).count()
    advance(total - waiting, total)
    return waiting


def remember(codes: dict[str, str]) -> None:
    """Keep the invented citizens' secret codes, so that a second run can show them again."""
    file = home() / CODES_FILE
    kept = json.loads(file.read_text()) if file.exists() else {}
    kept |= {name: code for name, code in codes.items() if code}
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out_file:
        json.dump(kept, out_file)


def show(web: str, sandbox: str, password: str) -> None:
    """Print what a visitor needs to try everything."""
    out.print()
    out.print(f"  ประชาชน  [bold]{web}/[/bold]   citizens")
    out.print(f"  เจ้าหน้าที่และหน่วยงาน  [bold]{web}/sign-in/[/bold]   officers and agencies")
    out.print(f"  หน่วยงานจำลอง  [bold]{sandbox}/[/bold]   sandbox agencies")
    table = Table(title=f"รหัสผ่านของทุกบัญชี / password of every account: {password}")
    for heading in ("บัญชี / account", "บทบาท", "role", "ที่ / at"):
        table.add_column(heading)
    for username, _, role, unit, agency in PEOPLE:
        table.add_row(username, *ROLE_NAMES[role], unit or agency or "-")
    out.print(table)
    _codes()
    on = ", ".join(f"{a.category_id}×{a.agency_id}" for a in Automation.objects.filter(state="on"))
    say(
        f"เปิดส่งอัตโนมัติไว้เพื่อการสาธิต: {on or 'ไม่มี'} (ระบบจริงเริ่มจากปิดทั้งหมด)",
        "automation switched on for show; a real installation starts with all of it off",
    )


def _codes() -> None:
    kept = json.loads((home() / CODES_FILE).read_text())
    for case in Case.objects.filter(legacy_number__in=list(kept)).order_by("pk")[:3]:
        say(f"ติดตามเรื่อง {case.number} ด้วยรหัสลับ {kept[case.legacy_number]}", "track with this code")
