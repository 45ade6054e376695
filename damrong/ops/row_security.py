"""Row security in PostgreSQL: roles, grants and policies, made from ``row_rules``.

The second layer beneath ``damrong.cases.scope``: a forgotten filter shows nothing that the
person may not see. ``damrong.accounts.row_scope`` says for whom a transaction runs. Applied
whenever the tables are brought up to date, and only where something changed.
"""

import hashlib

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from damrong.config.database_roles import (
    APP_ROLE,
    AREA_ROLE,
    CITIZEN_ROLE,
    HOUSE_ROLE,
    ROLES,
)
from damrong.ops.row_rules import APPEND_ONLY, READ_ONLY, RULES, WRITTEN, Rule
from damrong.ops.speak import CommandFailed

_ALL = ", ".join(ROLES)
# Who files a complaint: nobody known, an officer, a citizen who follows another one just now.
_FILE = ", ".join((APP_ROLE, AREA_ROLE, CITIZEN_ROLE))
# Of an agency's own matters it needs to know all the legs' case, and no policy may ask two tables
# of each other; so this one question is asked with its owner's eyes.
_SENT_TO_AGENCY = """
CREATE OR REPLACE FUNCTION damrong_sent_to_agency(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM cases_leg WHERE case_id = wanted AND released_at IS NOT NULL
                 AND agency_id = current_setting('damrong.whose', true))
$$
"""


def apply() -> bool:
    """Bring roles, grants and policies up to date; False where they were already.

    Needs the connection of who owns the tables. Raises CommandFailed where the roles are missing:
    the embedded server makes them itself, another's administrator does (docs/operations.md).
    """
    statements = _statements()
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('row security', 17))")
        _require_roles(cursor)
        cursor.execute("SELECT obj_description('cases_case'::regclass)")
        if cursor.fetchone() == (mark,):
            return False
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(sql.SQL("COMMENT ON TABLE cases_case IS {}").format(mark).as_string())
    return True


def _require_roles(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
    missing = sorted(set(ROLES) - {name for (name,) in cursor.fetchall()})
    if missing:
        names = ", ".join(missing)
        raise CommandFailed(
            f"ฐานข้อมูลยังไม่มีบทบาท {names} ดูวิธีสร้างใน docs/operations.md",
            f"The database has no role {names}. docs/operations.md says how to make it.",
        )


def _statements() -> list[str]:
    tables = _tables()
    found = [
        f"GRANT USAGE ON SCHEMA public TO {_ALL}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_ALL}",
        _SENT_TO_AGENCY,
        "REVOKE ALL ON FUNCTION damrong_sent_to_agency FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION damrong_sent_to_agency TO {_ALL}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {_ALL}",
    ]
    for table, columns in sorted(tables.items()):
        if rule := RULES.get(table):
            found += _secured(table, columns, rule)
        elif verbs := _verbs(table):
            found.append(f"GRANT {verbs} ON {table} TO {_ALL}")
    return found


def _tables() -> dict[str, list[str]]:
    known = {
        model._meta.db_table: [str(f.column) for f in model._meta.concrete_fields]
        for model in apps.get_models(include_auto_created=True)
    }
    return known | {"django_migrations": []}


def _verbs(table: str) -> str:
    """What may be done with the rows of a table that tells of no case; empty = nothing."""
    if table in WRITTEN:
        return "SELECT, INSERT, UPDATE, DELETE"
    if table in APPEND_ONLY:
        return "SELECT, INSERT"
    return "SELECT" if table in READ_ONLY else ""


def _secured(table: str, columns: list[str], rule: Rule) -> list[str]:
    """Policies of their own for each role, so that a question is planned with one condition."""
    found = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {HOUSE_ROLE}",
        *_policy(table, "house", f"TO {HOUSE_ROLE} USING (true)"),
        # Asking shows nothing and is no error, as of a table where nothing is.
        f"GRANT SELECT ON {table} TO {APP_ROLE}",
        f"DROP POLICY IF EXISTS put_in ON {table}",
    ]
    if rule.put_in:
        found.append(f"GRANT INSERT ON {table} TO {_FILE}")
        found += _policy(table, "put_in", f"FOR INSERT TO {_FILE} WITH CHECK (true)")
    for role, condition in rule.sees.items():
        rows = condition.replace("{table}", table)
        shown = ", ".join(f'"{name}"' for name in columns if name not in rule.hidden(role))
        found.append(f"GRANT SELECT ({shown}) ON {table} TO {role}")
        found += _policy(table, f"seen_by_{role}", f"FOR SELECT TO {role} USING ({rows})")
    return found


def _policy(table: str, name: str, words: str) -> list[str]:
    return [
        f"DROP POLICY IF EXISTS {name} ON {table}",
        f"CREATE POLICY {name} ON {table} {words}",
    ]
