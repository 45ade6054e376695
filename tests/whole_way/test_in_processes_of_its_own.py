"""The whole way with every part in a process of its own, also when some are killed in the middle."""

import json
import socket
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from bench.chain import rows
from bench.house import House

pytestmark = pytest.mark.heavy
CLEAR = (
    "หลอดไฟส่องสว่างถนนในซอยจรัญสนิทวงศ์ 75 ดับสามดวงติดกันมาสองสัปดาห์ กลางคืนมืดมาก"
    " ขอให้สำนักงานเขตมาซ่อมหลอดไฟส่องสว่างครับ"
)
DRUGS = CLEAR + " คนแถวนี้ขายยาบ้ากันตรงที่มืด"
STATE = "SELECT state FROM cases_case WHERE number = %s"
CASES = 150


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, free_port(), free_port()) as house:
        house.open()
        yield house


def test_a_clear_case_goes_out_and_its_answer_comes_back_untouched(house: House) -> None:
    house.start_worker()
    place = {"code": "102501"}
    clear = house.post({"text": CLEAR, "identity_mode": "unnamed", "place": place})["number"]
    grave = house.post({"text": DRUGS, "identity_mode": "unnamed", "place": place})["number"]
    house.until(
        lambda: house.one(STATE, clear) in {"REPORTED", "SCREENING"} and reports_or_returns(house),
        seconds=120,
        what="the agency's report, or its return",
    )
    [(automatic, state, receipt)] = house.rows(
        "SELECT l.automatic, l.state, d.receipt IS NOT NULL FROM cases_leg l JOIN cases_case c"
        " ON c.id = l.case_id JOIN cases_disclosure d ON d.leg_id = l.id WHERE c.number = %s",
        clear,
    )
    assert (automatic, receipt) == (True, True)
    assert state in {"FINAL", "RETURNED"}
    assert house.one(STATE, grave) == "SCREENING"
    assert house.counts().wrong() == []
    assert json.loads(house.run("damrong.ops", "verify-log", "--json"))["sound"] is True


def reports_or_returns(house: House) -> bool:
    return bool(house.one("SELECT count(*) FROM cases_leg WHERE state IN ('FINAL', 'RETURNED')"))


def test_killed_workers_and_agencies_lose_nothing_and_double_nothing(house: House) -> None:
    file = house.home / "in.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in islice(rows(None), CASES))
    file.write_text("\n".join(lines))
    house.run("damrong.ops", "import", str(file))
    house.start_worker("worker-1")
    house.start_worker("worker-2")
    house.until(lambda: house.counts().sent > 0, seconds=120, what="the first package")
    house.kill("worker-1")
    house.kill("sandbox")
    house.kill("worker-2")
    house.start_sandbox()
    house.start_worker("worker-3")
    house.until(lambda: house.counts().at_rest, seconds=420, what="every case at rest")
    counts = house.counts()
    assert counts.accepted == CASES
    assert counts.wrong() == []
