"""Each role, in the very office and agency of the matter, tries every door to an identity."""

import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.accounts.row_scope import for_the_house, of_person, scoped
from damrong.accounts.verbs import OF_AGENCIES
from damrong.audit.models import AuditRecord
from damrong.cases.asked import IdentityRequest
from damrong.cases.models import Case
from damrong.cases.states import LegState
from damrong.cases.submission import File
from damrong.release import identity
from damrong.vault import reveal
from damrong.vault.models import RevealRequest, SealedIdentity
from damrong.vault.seal import Identity
from tests.config.test_two_layers_of_access import opened
from tests.factories import make_case, make_person
from tests.ops.test_row_security import leg_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
WHO = Identity("มะลิวัลย์ ใจงามยิ่ง", "1101700230708", "0861234987", "mali@example.org", "77/9 ซอยลับแล")
SECRETS = tuple(value.encode() for value in WHO.known_strings())
Roles = pytest.mark.parametrize("role", list(Role), ids=[str(role) for role in Role])


@pytest.fixture
def case() -> Case:
    """A case of the ministry, sent to an agency that asks who complains, with an open identity."""
    made = make_case(
        place_code="500101", identity_mode="concealed", complainant=WHO, unit_code="MOI",
        files=(File("ภาพถ่าย.txt", "text/plain", b"x"),),
    )  # fmt: skip
    leg = leg_of(made, "MOI", LegState.ACCEPTED, released=True)
    IdentityRequest.objects.create(
        leg=leg,
        reference="ขอ-1",
        reason="ตรวจสิทธิ",
        legal_ground="พ.ร.บ.",
        wanted=["name"],
        fields=["name"],
    )
    reveal.decide(asked(made, "โทรนัด").pk, make_person(Role.CUSTODIAN), True, "จำเป็น")
    asked(made, "โทรอีกครั้ง")
    return made


def asked(case: Case, why: str) -> RevealRequest:
    return reveal.ask(case.number, reference_of(case), make_person(Role.SCREENER), why)


def reference_of(case: Case) -> uuid.UUID:
    reference = case.parties.get().vault_reference
    assert reference is not None
    return reference


def somebody(role: Role) -> Person:
    return make_person(role, agency="MOI") if role in OF_AGENCIES else make_person(role)


def posts(case: Case) -> list[tuple[str, dict[str, str]]]:
    """Every form that asks for an identity, decides on one or shows one."""
    desk, row = f"/desk/cases/{case.number}/", str(IdentityRequest.objects.get().pk)
    yes = {"answer": "approve", "reason": "เห็นควร", "delay": ""}
    found: list[tuple[str, dict[str, str]]] = [(f"{desk}do/ask-identity/", {"why": "อยากรู้"})]
    for request in RevealRequest.objects.order_by("pk"):
        found += [(f"{desk}identity/{request.pk}/", {}), (f"/desk/custodian/{request.pk}/", yes)]
    return [
        *found,
        (f"{desk}asked/agree/", {"row": row, "part": "name", "because": "เห็นควร"}),
        (f"/portal/{case.number}/1/", {"act": "open-identity"}),
    ]


def test_nobody_both_asks_and_grants_and_who_grants_changes_no_case() -> None:
    for role, rights in RIGHTS.items():
        assert not {Right.REVEAL, Right.APPROVE_REVEAL} <= rights, role
    assert [role for role, rights in RIGHTS.items() if Right.APPROVE_REVEAL in rights] == [
        Role.CUSTODIAN
    ]
    assert RIGHTS[Role.CUSTODIAN] == {Right.APPROVE_REVEAL}


@Roles
def test_no_page_and_no_form_shows_it_to_who_was_not_granted_it(role: Role, case: Case) -> None:
    person = somebody(role)
    for address, body in opened(person, case):
        assert not any(secret in body for secret in SECRETS), address
    client = Client()
    client.force_login(person)
    for address, fields in posts(case):
        body = client.post(address, fields, follow=True).content
        assert not any(secret in body for secret in SECRETS), address
    assert not AuditRecord.objects.filter(event="identity_viewed").exists()
    assert not RevealRequest.objects.exclude(first_viewed_at=None).exists()
    decided = set(RevealRequest.objects.filter(decided_by=person).values_list("state", flat=True))
    assert bool(decided) == (Right.APPROVE_REVEAL in RIGHTS[role])
    mine = RevealRequest.objects.filter(asked_by=person)
    assert mine.exists() == (Right.REVEAL in RIGHTS[role])
    assert not mine.exclude(state=RevealRequest.State.ASKED).exists(), "nobody granted the own one"


@Roles
def test_no_verb_gives_it_to_who_was_not_granted_it(role: Role, case: Case) -> None:
    person, reference = somebody(role), reference_of(case)
    granted, waiting = RevealRequest.objects.order_by("pk")
    wanted = IdentityRequest.objects.get()
    tries: list[tuple[Right | None, Callable[[], object]]] = [
        (Right.REVEAL, lambda: reveal.ask(case.number, reference, person, "อยากรู้")),
        (None, lambda: reveal.opened(granted.pk, person)),
        (None, lambda: reveal.opened(waiting.pk, person)),
        (Right.APPROVE_REVEAL, lambda: reveal.decide(waiting.pk, person, True, "เห็นควร")),
        (Right.RELEASE, lambda: identity.agree(case.number, wanted.pk, person, ["name"], "เห็นควร")),
    ]
    for right, attempt in tries:
        if right in RIGHTS[role]:
            continue
        with pytest.raises(VerbRefused), transaction.atomic():
            attempt()
    assert not AuditRecord.objects.filter(event="identity_viewed").exists()


@Roles
def test_the_database_gives_no_role_an_identity_and_lets_none_grant_one(
    role: Role, case: Case
) -> None:
    person, reads = somebody(role), Right.READ_CASE in RIGHTS[role]
    with scoped(of_person(person)):
        # Who works on the case finds the sealed row, which opens with the key alone.
        sealed = "SELECT sealed FROM vault_sealedidentity"
        if reads:
            [(row,)] = _rows(sealed)
            assert not any(secret in bytes(row) for secret in SECRETS)
        else:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                _rows(sealed)
        for statement in (
            "UPDATE vault_revealrequest SET state = 'approved', opens_until = now() + interval '1 day'",
            "UPDATE vault_revealrequest SET asked_by_id = %s",
            "DELETE FROM vault_revealrequest",
            "DELETE FROM vault_casekey",
            "UPDATE vault_sealedidentity SET case_number = 'x'",
        ):
            values = [person.pk] if "%s" in statement else []
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                _rows(statement, values)
    with for_the_house():
        assert SealedIdentity.objects.count() == 1


def _rows(statement: str, values: list[int] | None = None) -> list[tuple[bytes, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])
        return cursor.fetchall() if cursor.description else []
