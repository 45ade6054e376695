"""Where and how the database is reached follows from one address, as libpq reads it too."""

from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from damrong.config.database_login import database_of

ADDRESSES = [
    "postgresql://owner:se%40cret@db.example:5433/damrong?sslmode=verify-full&sslrootcert=/ca.pem",
    "postgresql://owner:secret@a:5432,b:5433,c:5434/damrong?target_session_attrs=read-write"
    "&connect_timeout=3&keepalives_idle=5&tcp_user_timeout=9000",
    "postgresql://owner@[::1]:5432,[::2]:5433/damrong",
    "postgresql://owner@db.example/damrong",
    "postgresql://postgres:@/damrong?host=/tmp/socket",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_django_is_given_what_libpq_reads(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("DATABASE_APP_URL", raising=False)
    given: dict[str, Any] = database_of("")
    read = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    ours = {
        "host": given["HOST"], "port": given["PORT"], "user": given["USER"],
        "password": given["PASSWORD"], "dbname": given["NAME"], **given["OPTIONS"],
    }  # fmt: skip
    assert {key: value for key, value in ours.items() if value} == {
        key: value for key, value in read.items() if value
    }
