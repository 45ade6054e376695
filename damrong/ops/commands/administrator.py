"""damrong administrator"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, out, say

HELP = "สร้างผู้ดูแลระบบ หรือให้รหัสใหม่เมื่อเข้าไม่ได้ / make an administrator, or let one in again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is."""
    parser.add_argument("username", metavar="NAME", help="ชื่อบัญชี / account name")
    parser.add_argument("--display-name", default="", help="ชื่อที่แสดง / name shown to others")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Print a one-time password, this once."""
    use_database()
    require_current()
    from damrong.accounts.errors import VerbRefused
    from damrong.accounts.first_administrator import let_in

    try:
        person, password = let_in(options.username, options.display_name)
    except VerbRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    if options.json:
        as_json({"account": person.username, "one_time_password": password})
    else:
        say(f"รหัสผ่านใช้ครั้งเดียวของ {person.username}", "one-time password; choose an own one with it")
        out.print(f"  [bold]{password}[/bold]")
    return Exit.DONE
