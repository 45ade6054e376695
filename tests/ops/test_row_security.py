"""The second layer alone: what PostgreSQL shows, whatever the application would have asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damrong.accounts.models import Person
from damrong.accounts.roles import Right, Role
from damrong.accounts.row_scope import (
    HOUSE,
    NOBODY,
    RowScope,
    for_the_house,
    of_agency,
    of_citizen,
    of_code,
    of_person,
    scoped,
)
from damrong.accounts.verbs import OF_AGENCIES
from damrong.audit.models import AuditRecord
from damrong.cases.content import CASE_CONTENT
from damrong.cases.models import Case, Leg, LegReport, Message
from damrong.cases.numbers import code_hash
from damrong.cases.scope import cases_for, legs_for
from damrong.cases.states import LegState
from damrong.config.database_roles import AGENCY_ROLE, APP_ROLE, AREA_ROLE, HOUSE_ROLE, WATCH_ROLE
from damrong.ops.row_rules import RULES, WITHOUT_CASES
from damrong.ops.row_security import apply
from damrong.vault.models import RevealRequest
from damrong.vault.reveal import ask
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]

# Two provinces, three districts, and places in each.
UNITS = ("MOI", "50", "5001", "5003", "57", "5701")
PLACES = ("500101", "500301", "570101")
AGENCIES = ("MOI", "RTP", "MOPH")


def leg_of(case: Case, agency: str, state: LegState, released: bool) -> Leg:
    """A leg of a case in any state, as no verb would make it alone."""
    from django.utils import timezone

    return Leg.objects.create(
        case=case, number=case.legs.count() + 1, agency_id=agency, state=state,
        released_at=timezone.now() if released else None, extract={"story": "ความลับของเรื่อง"},
    )  # fmt: skip


def numbers(scope: RowScope) -> set[str]:
    """The cases that the database shows."""
    with scoped(scope):
        return set(Case.objects.values_list("number", flat=True))


def test_every_table_is_told_to_whom_it_is_shown() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    assert set(tables) - set(RULES) - WITHOUT_CASES == set()
    assert set(RULES) & WITHOUT_CASES == set()
    for table, model in tables.items():
        related = {
            field.related_model for field in model._meta.concrete_fields if field.is_relation
        }
        columns = {field.column for field in model._meta.concrete_fields}
        if related & {Case, Leg} or "case_number" in columns:
            assert table in RULES, f"{table} tells of cases and has no rule"


def test_put_in_place_once_and_again_where_something_changed() -> None:
    assert apply() is False
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE cases_case IS 'as of an older version'")
    assert apply() is True
    assert apply() is False


roles = st.sampled_from(list(Role))
worlds = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.lists(
            st.tuples(st.sampled_from(AGENCIES), st.sampled_from(list(LegState)), st.booleans()),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=4,
)


@contextmanager
def undone() -> Iterator[None]:
    """What an example made is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@given(world=worlds, role=roles, unit=st.sampled_from(UNITS), agency=st.sampled_from(AGENCIES))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_shows_what_the_predicate_allows_and_no_more(
    world: list[Any], role: Role, unit: str, agency: str
) -> None:
    with undone():
        for place, legs in world:
            case = make_case(place_code=place)
            for to, state, released in legs:
                leg_of(case, to, state, released)
        person = (
            make_person(role, agency=agency)
            if role in OF_AGENCIES
            else make_person(role, unit="" if role == Role.ADMINISTRATOR else unit)
        )
        everything = set(Case.objects.values_list("number", flat=True))
        allowed = set(cases_for(person).values_list("number", flat=True))
        legs_allowed = set(legs_for(person).filter(released_at__isnull=False))
        with scoped(of_person(person)):
            cases = set(Case.objects.values_list("number", flat=True))
            legs_seen = set(Leg.objects.values_list("pk", "agency", "case__number"))
            assert allowed == set(cases_for(person).values_list("number", flat=True))
        if person.may(Right.READ_CASE):
            assert cases == allowed
        elif person.may(Right.WORK_LEG):
            assert {number for _pk, _to, number in legs_seen} == cases
            assert {to for _pk, to, _number in legs_seen} <= {agency}
            assert {leg.pk for leg in legs_allowed} <= {pk for pk, _to, _number in legs_seen}
        else:
            path = person.unit.path if person.unit else ""
            below = Case.objects.filter(unit_path__startswith=path)
            assert cases == set(below.values_list("number", flat=True))
        assert numbers(NOBODY) == set()
        assert numbers(HOUSE) == everything


def test_a_citizen_sees_the_one_case_and_of_it_no_internal_word() -> None:
    received = submit("ขอให้ซ่อมถนนหน้าบ้าน")
    mine, code = received.number, received.code
    other = make_case()
    case = Case.objects.get(number=mine)
    for kind in Message.Kind:
        Message.objects.create(case=case, kind=kind, text="คำ")
    leg = leg_of(case, "MOI", LegState.ACCEPTED, released=True)
    leg_of(case, "RTP", LegState.DRAFT, released=False)
    LegReport.objects.create(leg=leg, kind="progress", text="รายงานภายในหน่วยงาน")
    assert numbers(of_citizen(mine)) == {mine}
    assert numbers(of_code(code_hash(code))) == {mine}
    assert numbers(of_code(code_hash("AAAA-AAAA-AAAA-AAAA-AAAA"))) == set()
    with scoped(of_citizen(mine)):
        assert set(Message.objects.values_list("kind", flat=True)) == {
            "from-citizen",
            "to-citizen",
            "correction",
        }
        assert [leg.agency_id for leg in Leg.objects.all()] == ["MOI"]
        assert "permission denied" in refused("SELECT text FROM cases_legreport")
    assert other.number not in numbers(of_citizen(mine))


def refused(statement: str, *values: Any) -> str:
    """The database's own words where it refuses a statement; a savepoint keeps the rest."""
    with pytest.raises(ProgrammingError) as error, transaction.atomic(), connection.cursor() as cur:
        cur.execute(statement, values)
    return str(error.value)


@pytest.mark.parametrize("column", CASE_CONTENT)
def test_who_watches_and_an_agency_read_no_word_of_a_case(column: str) -> None:
    leg_of(make_case(), "MOI", LegState.ACCEPTED, released=True)
    watcher = make_person(Role.EXECUTIVE, unit="MOI")
    for scope in (of_person(watcher), of_agency("MOI")):
        with scoped(scope):
            assert Case.objects.count() == 1
            assert "permission denied" in refused(f'SELECT "{column}" FROM cases_case')


def test_an_agency_reads_its_own_extract_and_the_executive_none() -> None:
    leg_of(make_case(), "MOI", LegState.ACCEPTED, released=True)
    leg_of(make_case(), "RTP", LegState.ACCEPTED, released=True)
    with scoped(of_agency("MOI")):
        assert [leg.extract for leg in Leg.objects.all()] == [{"story": "ความลับของเรื่อง"}]
    with scoped(of_person(make_person(Role.EXECUTIVE, unit="MOI"))):
        assert "permission denied" in refused("SELECT extract FROM cases_leg")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cases_case", "narrative = 'อื่น'"),
        ("cases_leg", "agency_id = 'RTP'"),
        ("vault_sealedidentity", "sealed = ''"),
        ("cases_message", "text = 'อื่น'"),
    ],
)
def test_an_officer_changes_nothing_but_by_a_verb(table: str, change: str) -> None:
    case = make_case(
        place_code="500101", identity_mode="open", complainant=Identity(name="สมมติ ทดสอบ")
    )
    leg_of(case, "MOI", LegState.ACCEPTED, released=True)
    Message.objects.create(case=case, kind="internal", text="คำ")
    with scoped(of_person(make_person(Role.CENTRE_HEAD, unit="5001"))):
        assert "permission denied" in refused(f"UPDATE {table} SET {change}")
        assert "permission denied" in refused(f"DELETE FROM {table}")


def test_the_log_is_added_to_and_never_changed() -> None:
    make_case()
    with scoped(HOUSE):
        assert AuditRecord.objects.exists()
        for statement in (
            "UPDATE audit_auditrecord SET actor = 'x'",
            "DELETE FROM audit_auditrecord",
        ):
            assert "permission denied" in refused(statement)


def test_what_a_custodian_decides_on_is_asked_from_below_the_own_office() -> None:
    for unit, place in (("5001", "500101"), ("5701", "570101")):
        case = make_case(
            place_code=place, identity_mode="open", complainant=Identity(name="สมมติ ทดสอบ")
        )
        reference = case.parties.get().vault_reference
        assert reference is not None
        ask(case.number, reference, make_person(Role.SCREENER, unit=unit), "ติดต่อกลับ")
    with scoped(of_person(make_person(Role.CUSTODIAN, unit="50"))):
        assert RevealRequest.objects.get().asked_by.unit_id == "5001"
        assert "permission denied" in refused("SELECT sealed FROM vault_sealedidentity")
    nowhere = make_person(Role.CUSTODIAN, unit="50")
    nowhere.unit = None
    with scoped(of_person(nowhere)):
        assert not RevealRequest.objects.exists()


def test_a_scope_ends_with_its_block_and_with_a_failure() -> None:
    case = make_case(place_code="500101")
    stranger = of_person(make_person(Role.SCREENER, unit="5701"))
    with scoped(stranger):
        assert not Case.objects.exists()
        with for_the_house():
            assert Case.objects.get() == case
        assert not Case.objects.exists()
        with pytest.raises(ZeroDivisionError), for_the_house():
            raise ZeroDivisionError
        assert not Case.objects.exists()
    assert Case.objects.exists()


class TestTheWebsOwnLogin:
    """A connection as the web server makes it, with nothing said yet."""

    @pytest.fixture
    def ask(self, transactional_db: None, reference_data: None) -> Iterator[Callable[..., Any]]:
        make_case()
        at = connection.get_connection_params()
        address = {key: at[key] for key in ("dbname", "host", "port") if key in at}
        with psycopg.connect(**address, user=APP_ROLE, autocommit=True) as login:

            def ask(statement: str) -> list[Any]:
                cursor = login.execute(statement.encode())
                return cursor.fetchall() if cursor.description else []

            yield ask

    def test_owns_nothing_and_is_bound(self, ask: Callable[..., Any]) -> None:
        assert ask("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
                   " WHERE rolname = current_user") == [(False, False, False)]  # fmt: skip
        assert ask("SELECT relname FROM pg_class WHERE relowner = current_user::regrole") == []
        assert ask("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1") == [
            (table,) for table in sorted(RULES)
        ]

    @pytest.mark.parametrize("table", sorted(RULES))
    def test_sees_no_row_of_any_case(self, ask: Callable[..., Any], table: str) -> None:
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]

    @pytest.mark.parametrize(
        "statement",
        [
            "SET ROLE postgres",
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "DROP POLICY house ON cases_case",
            "CREATE ROLE another SUPERUSER",
            "TRUNCATE cases_case",
            "CREATE TABLE mine (id int)",
            "DELETE FROM audit_auditrecord",
            "COPY cases_case TO PROGRAM 'cat'",
        ],
    )
    def test_cannot_free_itself(self, ask: Callable[..., Any], statement: str) -> None:
        with pytest.raises(psycopg.Error) as error:
            ask(statement)
        assert isinstance(error.value, psycopg.errors.InsufficientPrivilege)


def test_a_person_of_no_office_who_reads_cases_reads_none() -> None:
    make_case()
    person = make_person(Role.SCREENER, unit="5001")
    person.unit = None
    assert not cases_for(person).exists()
    scope = of_person(person)
    assert scope.role == WATCH_ROLE
    with scoped(scope):
        assert "permission denied" in refused("SELECT narrative FROM cases_case")


def test_every_duty_works_under_one_role_of_the_database() -> None:
    def taken(role: Role) -> str:
        person: Person = (
            make_person(role, agency="RTP") if role in OF_AGENCIES else make_person(role)
        )
        return of_person(person).role

    taken_by = {role: taken(role) for role in Role}
    assert {role for role, found in taken_by.items() if found == AREA_ROLE} == {
        Role.INTAKE, Role.SCREENER, Role.SECOND_SCREENER, Role.CENTRE_HEAD, Role.SUPERVISOR,
    }  # fmt: skip
    assert {role for role, found in taken_by.items() if found == AGENCY_ROLE} == {
        Role.AGENCY_OFFICER, Role.AGENCY_HEAD,
    }  # fmt: skip
    assert HOUSE_ROLE not in taken_by.values()
