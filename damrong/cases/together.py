"""Rows of several tables stored by one statement: one round trip, all of it or nothing.

Taking in is the busiest thing the house does. Its statements are prepared once for each
connection, and their values are bound by the database, so that neither side plans or
writes them anew for each complaint.
"""

import functools
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Field, Model
from psycopg import RawCursor, sql

_Shape = tuple[tuple[type[Model], bool], ...]  # the tables, and whether the key is given


def one_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a prepared ``statement`` with places ``$1``, ``$2`` …, or None.

    For statements that may be repeated: where the database was started anew since the last
    request, it is asked again over a fresh connection. That spares the usual look whether the
    connection still works.
    """
    try:
        return _first_row(statement, values)
    except OperationalError:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _first_row(statement, values)


def insert_together(rows: Sequence[Model], then: str, values: Sequence[Any]) -> None:
    """Insert every row, and do ``then`` (a SELECT, its places marked ``{}``) with ``values``.

    Keys that the database makes are not read back: a row that others refer to brings its own.
    What is checked at the end of a statement (foreign keys) sees all of the rows.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    shape = tuple((type(row), row.pk is not None) for row in rows)
    given = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row, (model, keyed) in zip(rows, shape, strict=True)
        for field in _fields(model, keyed)
    ]
    with _prepared() as cursor:
        cursor.execute(_statement(shape, then), [*given, *values])


def _first_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    with _prepared() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _prepared() -> CursorWrapper:
    """A cursor of Django's own connection whose statements are prepared at the second use."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 1  # Django's other cursors bind on their own side and never prepare
    cursor: Any = RawCursor(raw)  # Django's stubs know only cursors that were wrapped already
    return connection.make_cursor(cursor)


@functools.cache
def _fields(model: type[Model], keyed: bool) -> "tuple[Field[Any, Any], ...]":
    return tuple(
        field for field in model._meta.concrete_fields if keyed or not isinstance(field, AutoField)
    )


@functools.lru_cache(maxsize=200)
def _statement(shape: _Shape, then: str) -> str:
    inserts: list[sql.Composed] = []
    place = 0
    for model, keyed in shape:
        columns = [sql.Identifier(str(field.column)) for field in _fields(model, keyed)]
        inserts.append(
            sql.SQL("{} AS (INSERT INTO {} ({}) VALUES ({}))").format(
                sql.Identifier(f"row_{len(inserts)}"),
                sql.Identifier(model._meta.db_table),
                sql.SQL(", ").join(columns),
                sql.SQL(", ").join(_places(place, len(columns))),
            )
        )
        place += len(columns)
    last = sql.SQL(then).format(*_places(place, then.count("{}")))
    return sql.SQL("WITH {} {}").format(sql.SQL(", ").join(inserts), last).as_string()


def _places(after: int, count: int) -> list[sql.SQL]:
    return [sql.SQL(f"${after + n}") for n in range(1, count + 1)]
