"""Invented people who may show in no place but their own: database, logs, jobs, agencies.

Each secret is a string that occurs nowhere else. A concealed complainant's identity may stand in
clear nowhere at all; the names and numbers in a story only in the story's own column.
"""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.house import House
from tests.whole_way.test_in_processes_of_its_own import free_port

pytestmark = pytest.mark.heavy
IDENTITY = {
    "name": "กนกนารีย์ ทวนลมไกล",
    "phone": "0861973502",
    "email": "kanoknaree.canary@example.org",
    "address": "919/77 หมู่บ้านนกน้อยคอยรัง",
}
IN_STORY = ("วิจารณ์ศักดิ์ เหมืองแร่ทอง", "0937215846")
STORY = (
    "ถนนในซอยเป็นหลุมลึกมาก ขอให้สำนักงานเขตมาซ่อมผิวถนน เมื่อวานนายวิจารณ์ศักดิ์ เหมืองแร่ทอง ขี่รถล้มแขนหัก"
    " ติดต่อเขาได้ที่ 0937215846"
)
# Where a citizen's own words are kept, for those who may read the case.
STORY_COLUMN = {("cases_case", "narrative")}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, free_port(), free_port()) as house:
        house.open()
        house.start_worker()
        yield house


def columns_holding(house: House, secret: str) -> set[tuple[str, str]]:
    """Every column of every table, in every schema, in which the secret can be read."""
    columns = house.rows(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('information_schema')"
        " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')"
        " AND table_name NOT LIKE 'pg\\_%'"
    )
    found = set()
    for schema, table, column in columns:
        # An escaped form of JSON would hide Thai letters; encode(…) shows what bytes hold.
        count = house.one(
            f'SELECT count(*) FROM "{schema}"."{table}" WHERE "{column}"::text LIKE %s'
            f' OR "{column}"::text LIKE %s OR "{column}"::text LIKE %s',
            f"%{secret}%",
            f"%{secret.encode().hex()}%",
            f"%{secret.encode('unicode_escape').decode().replace(chr(92), chr(92) * 2)}%",
        )
        if count:
            found.add((table, column))
    return found


def files_holding(house: House, secret: str) -> list[str]:
    """Logs and the agencies' own store; as it is written, escaped, or in an address."""
    forms = {
        secret.encode(),
        secret.encode("unicode_escape"),
        urllib.parse.quote(secret).encode(),
    }
    places = [*(house.home / "logs").rglob("*"), *house.sandbox_home.rglob("*")]
    return [
        str(path.relative_to(house.home))
        for path in places
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def refused(house: House, path: str, body: bytes | None = None) -> str:
    """Ask for what must fail; what the answer says."""
    request = urllib.request.Request(
        house.web + path, body, {"Content-Type": "application/json"} if body else {}
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=30)
    return error.value.read().decode(errors="replace")


def test_secrets_show_nowhere_but_in_their_own_place(house: House) -> None:
    given = {"text": STORY, "place": {"code": "102501"}, "complainant": IDENTITY}
    number = house.post({**given, "identity_mode": "concealed"})["number"]
    house.post({**given, "identity_mode": "unnamed"})
    house.until(
        lambda: (
            house.one("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
            == 0
        ),
        seconds=120,
        what="no job left",
    )
    assert house.one("SELECT state FROM cases_case WHERE number = %s", number) != "RECEIVED"
    secrets = [*IDENTITY.values(), *IN_STORY]
    for secret in secrets:
        odd = urllib.parse.quote(secret)
        refused(house, f"/nowhere/{odd}/?q={odd}")  # the page may repeat the address, the log not
        answers = [
            refused(house, f"/api/v1/complaints/{odd}"),
            refused(house, "/api/v1/complaints", f'{{"text": "{secret}", "oops": 1}}'.encode()),
            refused(house, "/api/v1/complaints", f'{{"text": "{secret}'.encode()),
            refused(house, "/exchange/v1/messages", f'{{"data": "{secret}"}}'.encode()),
        ]
        assert not any(secret in answer for answer in answers), answers
    for secret in IDENTITY.values():
        assert columns_holding(house, secret) == set(), secret
        assert files_holding(house, secret) == [], secret
    for secret in IN_STORY:
        assert columns_holding(house, secret) == STORY_COLUMN, secret
        assert files_holding(house, secret) == [], secret
