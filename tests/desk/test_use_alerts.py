"""Who looks at, or takes away, far more than work needs is noticed, and is not told."""

import datetime
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client

from damrong.accounts.models import Person, UseAlert, UseCount, UseKind
from damrong.accounts.roles import Right, Role
from damrong.audit.models import AuditRecord
from tests.factories import make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
URL, EXPORT = "/desk/use-alerts/", "/desk/disclosures/csv/"
TIGHT = """
view: [{minutes: 60, alert: 3, ceiling: null}]
file: [{minutes: 60, alert: 9, ceiling: null}]
reveal: [{minutes: 60, alert: 9, ceiling: null}]
export: [{minutes: 60, alert: 2, ceiling: 3}]
search: [{minutes: 60, alert: 2, ceiling: null}]
"""


@pytest.fixture(autouse=True)
def tight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation's own policy with small numbers."""
    (tmp_path / "mass_use.yaml").write_text(TIGHT)
    monkeypatch.setenv("DAMRONG_MASS_USE_POLICY", str(tmp_path / "mass_use.yaml"))


def signed_in(role: Role, **fields: str) -> tuple[Client, Person]:
    client, person = Client(), make_person(role, **fields)
    client.force_login(person)
    return client, person


@pytest.mark.parametrize("role", list(Role))
def test_only_who_watches_over_others_opens_it(role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client, person = signed_in(role, agency=agency)
    allowed = person.may(Right.READ_USE_ALERTS)
    assert client.get(URL).status_code == (200 if allowed else 403)
    cleared = client.post(f"{URL}1/clear/").status_code
    assert cleared == (302 if person.may(Right.CLEAR_USE_ALERT) else 403)


def test_many_cases_make_one_alert_that_its_cause_does_not_see() -> None:
    officer, person = signed_in(Role.SCREENER, unit="5001", display_name="ผู้เปิดมาก สมมติ")
    numbers = [make_case().number for _ in range(5)]
    for number in numbers[:2] + numbers[:2]:  # the same case again is not another one
        officer.get(f"/desk/cases/{number}/")
    assert not UseAlert.objects.exists()
    pages = [officer.get(f"/desk/cases/{number}/") for number in numbers]
    alert = UseAlert.objects.get()
    assert (alert.person, alert.kind, alert.reached, alert.stops) == (person, "view", 3, False)
    assert all(page.status_code == 200 for page in pages)
    record = AuditRecord.objects.get(event="mass_use_noticed")
    assert record.data["account"] == person.username
    for reader in (Role.DPO, Role.AUDITOR, Role.CENTRE_HEAD):
        page = signed_in(reader)[0].get(URL).content.decode()
        assert "ผู้เปิดมาก สมมติ" in page
        assert not any(number in page for number in numbers)
    elsewhere = signed_in(Role.CENTRE_HEAD, unit="10")[0].get(URL).content.decode()
    assert "ผู้เปิดมาก สมมติ" not in elsewhere


def test_searching_is_counted_and_looking_through_the_list_is_not() -> None:
    officer, _ = signed_in(Role.SCREENER)
    for page in ("1", "2", "3"):
        officer.get("/desk/cases/", {"group": "open", "page": page})
    assert not UseCount.objects.exists()
    for word in ("ถนน", "ไฟ"):
        officer.get("/desk/cases/", {"q": word})
    assert UseAlert.objects.get().kind == UseKind.SEARCH


def test_a_ceiling_stops_exports_until_a_head_looked_into_it() -> None:
    dpo, _ = signed_in(Role.DPO, display_name="ผู้ส่งออก สมมติ")
    answers = [dpo.get(EXPORT).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 403, 403]
    assert "หัวหน้าศูนย์" in dpo.get(EXPORT).content.decode()
    assert "ผู้ส่งออก สมมติ</h3>" not in dpo.get(URL).content.decode(), "nobody sees the own alerts"
    stop = UseAlert.objects.get(stops=True)
    assert dpo.post(f"{URL}{stop.pk}/clear/").status_code == 403
    district, _ = signed_in(Role.CENTRE_HEAD, unit="5001")
    district.post(f"{URL}{stop.pk}/clear/")
    assert dpo.get(EXPORT).status_code == 403, "a head of elsewhere clears nothing"
    head, _ = signed_in(Role.CENTRE_HEAD)
    assert "ผู้ส่งออก สมมติ</h3>" in head.get(URL).content.decode()
    head.post(f"{URL}{stop.pk}/clear/")
    assert dpo.get(EXPORT).status_code == 200
    events = AuditRecord.objects.filter(stream="mass-use").order_by("pk")
    assert [one.event for one in events] == [
        "mass_use_noticed", "mass_use_stopped", "mass_use_cleared",
    ]  # fmt: skip


def test_nobody_clears_the_own_alert() -> None:
    head, person = signed_in(Role.CENTRE_HEAD)
    alert = UseAlert.objects.create(
        person=person, kind=UseKind.EXPORT, minutes=60, reached=4, stops=True
    )
    head.post(f"{URL}{alert.pk}/clear/")
    alert.refresh_from_db()
    assert alert.cleared_at is None


def test_what_left_the_window_counts_no_more() -> None:
    dpo, _ = signed_in(Role.DPO)
    for _ in range(3):
        dpo.get(EXPORT)
    UseCount.objects.update(step=F("step") - datetime.timedelta(days=30))
    assert [dpo.get(EXPORT).status_code for _ in range(3)] == [200, 200, 200]
    assert sum(UseCount.objects.values_list("count", flat=True)) == 3, "and is kept no longer"


def test_a_policy_that_is_not_sound_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from damrong.accounts.mass_use_policy import windows

    for number, text in enumerate(
        ("view: []", TIGHT.replace("alert: 9", "alert: 0"), TIGHT + "x: []")
    ):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text)
        monkeypatch.setenv("DAMRONG_MASS_USE_POLICY", str(file))
        with pytest.raises(ValueError, match=r"mass use|at least 1"):
            windows()
