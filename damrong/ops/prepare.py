"""Make an installation ready: database up, tables current, reference data in."""

import os

from damrong.config.embedded_postgres import ensure_running
from damrong.ops.speak import CommandFailed, say

SETTINGS = "damrong.config.settings"


def use_database(process: str = "") -> None:
    """Start the database if need be, and Django on it. Before anything that reads a table.

    ``process``: as whom it is used (``damrong.config.database_login``).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ["DAMRONG_PROCESS"] = process
    try:
        ensure_running()
    except Exception as error:
        raise CommandFailed(
            f"เปิดฐานข้อมูลไม่ได้ ({type(error).__name__}) ตรวจพื้นที่ว่างและสิทธิของโฟลเดอร์ DAMRONG_HOME",
            f"The database does not start ({type(error).__name__}). Check free space and the rights"
            " of the folder DAMRONG_HOME.",
        ) from error
    import django

    django.setup()


def use_no_database() -> None:
    """For commands that read and write files only."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def make_current() -> None:
    """Bring tables and reference data up to date; does nothing where they are."""
    from django.core.management import call_command

    from damrong.catalogue.load import load_reference_data
    from damrong.learning.registry import enter_shipped
    from damrong.ops.row_security import apply

    say("ปรับโครงสร้างฐานข้อมูล", "bringing the tables up to date")
    call_command("migrate", verbosity=0, interactive=False)
    apply()
    counts = load_reference_data()
    enter_shipped()
    say(
        f"ข้อมูลอ้างอิง: สถานที่ {counts['places']:,} หน่วยงาน {counts['units']:,} ข้อตกลง {counts['agreements']}",
        "reference data loaded",
    )


def require_current() -> None:
    """Stop with clear words where the tables are not there yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandFailed(
            "ฐานข้อมูลยังไม่พร้อม โปรดสั่ง damrong up (หรือ damrong prepare) ก่อน",
            "The database is not ready. Run damrong up (or damrong prepare) first.",
        )
