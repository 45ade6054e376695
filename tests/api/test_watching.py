"""What watchers read of the house: who may, that it follows what happens, and that it names nobody."""

import re
import secrets

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from damrong.accounts.roles import Role
from damrong.api import readiness
from damrong.api.house_facts import UNSENT
from damrong.audit.checkpoint import take_checkpoint
from damrong.cases.models import Leg
from damrong.config.request_counts import AREAS, CITIZEN
from damrong.config.secrets import secret
from damrong.ops.worker import QUEUES
from damrong.vault.seal import Identity
from tests.factories import make_person, make_screened_case, submit

pytestmark = pytest.mark.usefixtures("reference_data", "files_home")
ELSEWHERE = "203.0.113.7"


def figures() -> dict[tuple[str, ...], float]:
    """Every figure by its name and labels' values, as a Prometheus server reads them."""
    page = Client().get("/metrics")
    assert page.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": ELSEWHERE}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        # A proxy on this machine: the request is somebody else's.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ELSEWHERE}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 404),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer "}, 404),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer " + "0" * 64}, 404),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer ลองเดา"}, 404),
    ],
)
def test_figures_are_for_this_machine_alone(headers: dict[str, str], status: int) -> None:
    assert Client().get("/metrics", **headers).status_code == status


def test_or_for_who_holds_the_token() -> None:
    token = "Bearer " + secret("metrics_token").hex()
    page = Client().get("/metrics", REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION=token)
    assert page.status_code == 200


def test_figures_follow_what_happens() -> None:
    name = ("damrong_request_seconds_count", "citizen", "200")
    before = figures().get(name, 0)
    Client().get("/")
    submit()
    case = make_screened_case(agencies=["MOI"])
    Leg.objects.filter(case=case).update(state="SEND_FAILED")
    after = figures()
    assert after[name] == before + 1
    assert after["damrong_jobs_waiting", "screening"] == 2
    assert after["damrong_legs_unsent", "SEND_FAILED"] == 1
    assert after["damrong_database_up",] == 1
    assert after["damrong_disk_free_bytes",] > 0
    assert after["damrong_log_unsealed_seconds",] > 0
    take_checkpoint(settle_seconds=0)
    sealed = figures()
    assert sealed["damrong_log_unsealed_seconds",] == 0
    assert sealed["damrong_log_checkpoint_age_seconds",] >= 0


def test_no_label_names_a_case_or_a_person() -> None:
    story, name = "เสาไฟเอนใกล้ล้มหน้าศาลา", "สมมติ ไม่มีตัวตน"
    filed = submit(story, identity_mode="open", complainant=Identity(name=name))
    officer = Client()
    officer.force_login(make_person(Role.SCREENER, username="canary-officer"))
    for address in (
        f"/desk/cases/{filed.number}/", f"/desk/cases/?q={story}", f"/{filed.number}/{name}/",
        f"/api/v1/{filed.number}", f"/{filed.code}", "/portal/canary-agency/",
    ):  # fmt: skip
        officer.get(address)
    page = Client().get("/metrics").content.decode()
    ours = "\n".join(line for line in page.splitlines() if line.startswith("damrong_"))
    for canary in (filed.number, filed.code, story, name, "canary", "cases"):
        assert canary not in ours
    values = {value for _, value in re.findall(r'(\w+)="([^"]*)"', re.sub(r'le="[^"]*"', "", ours))}
    allowed = {*AREAS.values(), CITIZEN, *QUEUES, *(str(state.value) for state in UNSENT)}
    assert {value for value in values if not value.isdigit()} <= allowed


def test_each_part_that_is_not_well_makes_the_house_unready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit(identity_mode="open", complainant=Identity(name="สมมติ"))
    take_checkpoint(settle_seconds=0)
    well = Client().get("/readyz", REMOTE_ADDR=ELSEWHERE)
    assert well.status_code == 200
    assert set(well.json()["parts"].values()) == {"ok"}
    for key in ("VAULT_MASTER_KEY", "AUDIT_KEY"):
        with monkeypatch.context() as other:
            other.setenv(f"DAMRONG_{key}", secrets.token_hex(32))
            assert unready() == {"keys": f"{key.lower()} is another"}
    monkeypatch.setattr(readiness, "LEAST_FREE", 1 << 62)
    assert unready() == {"disk": "full"}


def unready() -> dict[str, str]:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    return {part: said for part, said in answer.json()["parts"].items() if said != "ok"}
