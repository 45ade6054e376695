"""What is due is gone from every table and file; what is open, held or young stays as it was."""

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damrong.accounts.errors import VerbRefused
from damrong.accounts.roles import Right, Role
from damrong.audit.verify import verify
from damrong.cases.change import changing
from damrong.cases.models import Attachment, Case, Disclosure
from damrong.cases.numbers import code_hash, new_code
from damrong.cases.states import CASE_ENDED, CaseState
from damrong.cases.stored_files import path_of
from damrong.cases.submission import File
from damrong.release import files
from damrong.release.compose import identity_of
from damrong.release.leaving_files import newest
from damrong.release.models import CleanedFile
from damrong.retention import hold
from damrong.retention.due import due
from damrong.retention.erase import erase
from damrong.retention.models import Erasure
from damrong.retention.policy import RecordClass, parsed, policy
from damrong.retention.run import remove_files, run
from damrong.vault.models import CaseKey, IdentityIndex, SealedIdentity
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person
from tests.release import given_files
from tests.release.conversation import WHO
from tests.retention.full import SECRETS, certificates, closed_case, full_case, today_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
LONG = 40_000  # days: everything is due by then


def tables_with(words: tuple[str, ...]) -> set[str]:
    """Every column of the whole database in which one of the words can be read."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                table, column = model._meta.db_table, field.column
                for word in words:
                    cursor.execute(
                        f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE ANY (%s) LIMIT 1',
                        [[f"%{word}%", f"%{word.encode().hex()}%",
                          f"%{word.encode('unicode_escape').decode().replace(chr(92), chr(92) * 2)}%"]],
                    )  # fmt: skip
                    if cursor.fetchone():
                        found.add(f"{table}.{column}")
    return found


def stored(case: Case) -> Path:
    from django.conf import settings as django_settings

    digest = case.attachments.get().sha256
    return Path(django_settings.MEDIA_ROOT) / digest[:2] / digest


def old(path: Path) -> None:
    os.utime(path, (0, 0))


def test_what_was_erased_is_gone_from_every_table_file_and_page() -> None:
    case = full_case()
    before = tables_with(SECRETS)
    for table in ("cases_case.narrative", "cases_attachment.name", "cases_message.text",
                  "cases_agencyquestion.text", "cases_identityrequest.reason",
                  "cases_legreport.text", "cases_leg.agency_reference",
                  "vault_revealrequest.reason", "exchange_outboundmessage.body"):  # fmt: skip
        assert table in before, "the secret was there, or its absence would show nothing"
    code, path = new_code(), stored(case)
    Case.objects.filter(pk=case.pk).update(code_hash=code_hash(code))
    old(path)
    shell = Case.objects.values(
        "number", "category", "unit", "received_on", "outcome_code", "state"
    )
    kept = shell.get(pk=case.pk)
    sent = list(Disclosure.objects.values("agency", "fields", "digest", "receipt", "released_by"))

    done = run(policy(), today_in(LONG))

    assert (done.erased, done.files, done.failed) == (2, 1, 0)
    assert tables_with(SECRETS) == set()
    assert not path.exists()
    assert not CaseKey.objects.exists()
    assert shell.get(pk=case.pk) == kept, "what the ministry counts by stays"
    assert (
        list(Disclosure.objects.values("agency", "fields", "digest", "receipt", "released_by"))
        == sent
    )
    assert Client().post("/track/", {"code": code}).status_code != 302, "the code opens nothing"
    desk, agency = Client(), Client()
    desk.force_login(make_person(Role.CENTRE_HEAD))
    agency.force_login(make_person(Role.AGENCY_OFFICER, agency="MOI"))
    assert desk.get(f"/desk/cases/{case.number}/").status_code == 200
    assert desk.get(f"/desk/cases/?q={WHO.phone}").status_code == 200
    assert case.number not in desk.get(f"/desk/cases/?q={WHO.phone}").content.decode()
    assert agency.get(f"/portal/{case.number}/1/").status_code == 200
    assert verify().sound


def test_a_certificate_says_what_by_which_rule_and_no_content() -> None:
    case = full_case()
    run(policy(), today_in(LONG))
    identity, record = certificates(case.number)
    assert identity.data["record"] == "identity"
    assert record.data["record"] == "case"
    assert record.data["rule"] == "case"
    assert record.data["policy"] == policy().digest
    assert record.data["files"] == 1
    assert record.data["rows"]["cases_message"] == 2
    assert record.actor == "system"
    assert not any(word in str(one.data) for one in (identity, record) for word in SECRETS)


def test_the_identity_goes_first_and_the_story_stays() -> None:
    case = closed_case(
        identity_mode="concealed", complainant=Identity(name="มะลิ", phone="0812345678")
    )
    rules = {rule.code: rule for rule in policy().rules}
    assert run(policy(), today_in(rules["identity"].days)).erased == 1
    assert not SealedIdentity.objects.exists()
    assert not IdentityIndex.objects.exists()
    assert identity_of(Case.objects.get()) == Identity()
    assert Case.objects.get(pk=case.pk).narrative == case.narrative
    assert run(policy(), today_in(rules["identity"].days)).erased == 0, "once is once"


def test_a_hold_stops_it_until_it_is_lifted() -> None:
    case, dpo = closed_case(), make_person(Role.DPO)
    placed = hold.place(case.number, dpo, "ศาลสั่งให้เก็บหลักฐาน")
    assert run(policy(), today_in(LONG)).erased == 0
    assert Case.objects.get().narrative
    hold.lift(placed.pk, make_person(Role.CENTRE_HEAD), "คดีถึงที่สุด")
    with pytest.raises(VerbRefused, match="hold_lifted_already"):
        hold.lift(placed.pk, dpo, "อีกครั้ง")
    assert run(policy(), today_in(LONG)).erased == 2
    assert "ศาลสั่ง" not in str(list(placed.__class__.objects.values()))


@pytest.mark.parametrize("role", list(Role))
def test_who_may_hold(role: Role) -> None:
    case = closed_case()
    person = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    if person.may(Right.HOLD_RECORDS):
        hold.place(case.number, person, "ศาลสั่ง")
    else:
        with pytest.raises(VerbRefused, match="not_allowed"):
            hold.place(case.number, person, "ศาลสั่ง")
    with pytest.raises(VerbRefused):
        hold.place(case.number, person, " ")


def test_a_hold_covers_what_was_joined_and_what_it_was_joined_to() -> None:
    main = closed_case()
    child = closed_case(CaseState.MERGED)
    Case.objects.filter(pk=child.pk).update(merged_into=main)
    placed = hold.place(child.number, make_person(Role.DPO), "ศาลสั่ง")
    assert not list(due(policy(), today_in(LONG)))
    hold.lift(placed.pk, make_person(Role.DPO), "จบ")
    hold.place(main.number, make_person(Role.DPO), "ศาลสั่ง")
    assert not list(due(policy(), today_in(LONG)))


def test_what_joined_an_open_case_waits_for_it() -> None:
    main, child = make_case(), closed_case(CaseState.MERGED)
    Case.objects.filter(pk=child.pk).update(merged_into=main)
    assert not list(due(policy(), today_in(LONG)))


def test_a_reopened_case_is_open_and_its_clock_starts_anew() -> None:
    case = closed_case()
    with changing(case.number, "reopened", "test") as change:
        change.move(CaseState.REOPENED)
    assert not list(due(policy(), today_in(LONG)))
    assert not erase(case.number, RecordClass.CASE, policy(), today_in(LONG))


def test_a_file_that_another_case_has_too_stays() -> None:
    file = File(name="ก.txt", content_type="text/plain", content=b"the same bytes")
    erased, open_case = closed_case(files=(file,)), make_case(files=(file,))
    path = stored(open_case)
    old(path)
    assert run(policy(), today_in(LONG)).files == 0
    assert path.exists()
    assert not Attachment.objects.filter(case=erased).exists()


def test_a_file_that_may_just_be_coming_in_again_waits_for_the_next_run() -> None:
    case = closed_case(files=(File(name="ก.txt", content_type="text/plain", content=b"x"),))
    path = stored(case)
    run(policy(), today_in(LONG))
    assert path.exists()
    old(path)
    assert remove_files() == 1
    assert not path.exists()
    assert not Erasure.objects.exclude(files=[]).exists()


def test_what_was_drawn_of_a_file_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "examine", given_files.found(given_files.FACE))
    case = closed_case(files=(given_files.picture(),))
    given = case.attachments.get()
    files.clean(given.pk)
    drawn = newest(given)
    assert drawn
    paths = [path_of(digest) for digest in (given.sha256, drawn.sha256)]
    for path in paths:
        old(path)
    assert run(policy(), today_in(LONG)).files == 2
    assert not any(path.exists() for path in paths)
    assert not CleanedFile.objects.filter(case=case).exists()


def test_the_door_marks_a_file_that_comes_in_again_as_fresh() -> None:
    file = File(name="ก.txt", content_type="text/plain", content=b"again")
    path = stored(make_case(files=(file,)))
    old(path)
    make_case(files=(file,))
    assert path.stat().st_mtime > 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    state=st.sampled_from(sorted(CaseState)),
    category=st.sampled_from(["03", "07", "17"]),
    held=st.booleans(),
    days=st.one_of(st.integers(0, 5000), st.sampled_from([729, 730, 1824, 1825, 3649, 3650])),
)
def test_never_what_is_open_held_or_young(
    state: CaseState, category: str, held: bool, days: int
) -> None:
    """Whatever the state, category and day: erased if and only if a rule says so and nothing stops it."""
    case = make_case("เรื่องที่ต้องไม่หายก่อนเวลา")
    with changing(case.number, "moved", "test") as change:
        change.case.state, change.case.category_id = state, category
        change.note(state_to=state.value)
    if held:
        hold.place(case.number, make_person(Role.DPO), "ศาลสั่ง")
    today = today_in(days)
    run(policy(), today)
    erased = set(Erasure.objects.filter(case=case).values_list("record", flat=True))
    expected = {
        record.value
        for record in RecordClass
        if state in CASE_ENDED and not held
        and (rule := policy().rule(record, category, state)) and days >= rule.days
    }  # fmt: skip
    assert erased == expected
    case.refresh_from_db()
    assert bool(case.narrative) == ("case" not in erased)


@pytest.mark.parametrize(
    "row",
    [
        {"days": 0},
        {"ground_th": " "},
        {"states": ["RECEIVED"]},
        {"record": "everything"},
    ],
)
def test_a_policy_that_is_not_sound_is_refused(row: dict[str, Any]) -> None:
    import yaml

    sound = {"record": "case", "code": "case", "days": 10, "ground_th": "ข้อ 57"}
    assert parsed(yaml.safe_dump({"rules": [sound]})).rules[0].due(
        datetime.date(2026, 1, 1)
    ) == datetime.date(2026, 1, 11)
    with pytest.raises(ValueError, match=r".+"):
        parsed(yaml.safe_dump({"rules": [sound | row]}))
    with pytest.raises(ValueError, match="one code"):
        parsed(yaml.safe_dump({"rules": [sound, sound]}))
