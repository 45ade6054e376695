"""An identity is seen only by who asked, after another approved, for a while, and in the log."""

import datetime
import uuid

import pytest
from django.utils import timezone

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.audit.verify import verify
from damrong.cases.models import Case, Party
from damrong.vault import reveal
from damrong.vault.models import RevealRequest
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
WHO = Identity(name="มะลิ ใจงาม", phone="0812345678")


@pytest.fixture
def case(reference_data: None) -> Case:
    return make_case(identity_mode="concealed", complainant=WHO)


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


@pytest.fixture
def custodian(reference_data: None) -> Person:
    return make_person(Role.CUSTODIAN)


def reference_of(case: Case) -> uuid.UUID:
    reference = case.parties.get(role=Party.Role.COMPLAINANT).vault_reference
    assert reference
    return reference


def asked(case: Case, officer: Person) -> RevealRequest:
    return reveal.ask(case.number, reference_of(case), officer, "ต้องโทรนัดตรวจสถานที่")


def events(case: Case) -> list[str]:
    return list(
        AuditRecord.objects.filter(stream=f"case:{case.number}")
        .order_by("sequence")
        .values_list("event", flat=True)
    )


def test_who_asked_sees_it_after_the_custodian_approved(
    case: Case, officer: Person, custodian: Person
) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, True, "จำเป็นต่อการนัดหมาย")
    assert reveal.opened(request.pk, officer) == WHO
    assert reveal.opened(request.pk, officer) == WHO
    assert events(case)[-4:] == [
        "reveal_asked", "reveal_approved", "identity_viewed", "identity_viewed",
    ]  # fmt: skip
    assert verify().sound


def test_nobody_sees_it_before_or_without_approval(
    case: Case, officer: Person, custodian: Person
) -> None:
    request = asked(case, officer)
    with pytest.raises(VerbRefused, match="not_approved"):
        reveal.opened(request.pk, officer)
    reveal.decide(request.pk, custodian, False, "ติดต่อผ่านระบบได้")
    with pytest.raises(VerbRefused, match="not_approved"):
        reveal.opened(request.pk, officer)
    assert events(case)[-2:] == ["reveal_refused", "identity_denied"]


@pytest.mark.parametrize("role", list(Role))
def test_an_approved_request_opens_to_nobody_else(
    case: Case, officer: Person, custodian: Person, role: Role
) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, True, "จำเป็น")
    other = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    with pytest.raises(VerbRefused, match="not_allowed"):
        reveal.opened(request.pk, other)
    assert AuditRecord.objects.filter(event="identity_denied", actor=other.actor).exists()


def test_it_closes_again(case: Case, officer: Person, custodian: Person) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, True, "จำเป็น")
    RevealRequest.objects.update(opens_until=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(VerbRefused, match="reveal_over"):
        reveal.opened(request.pk, officer)
    assert asked(case, officer).pk != request.pk, "it may be asked for again"


def test_who_lost_the_role_lost_the_view(case: Case, officer: Person, custodian: Person) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, True, "จำเป็น")
    officer.role = Role.EXECUTIVE
    officer.save()
    with pytest.raises(VerbRefused, match="not_allowed"):
        reveal.opened(request.pk, officer)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SCREENER, Role.CENTRE_HEAD}])
def test_only_those_who_work_on_the_matter_may_ask(case: Case, role: Role) -> None:
    person = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    with pytest.raises(VerbRefused, match="not_allowed"):
        asked(case, person)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.CUSTODIAN])
def test_only_a_custodian_decides(case: Case, officer: Person, role: Role) -> None:
    request = asked(case, officer)
    person = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    with pytest.raises(VerbRefused, match="not_allowed"):
        reveal.decide(request.pk, person, True, "ขอ")


def test_nobody_approves_the_own_request(case: Case, officer: Person) -> None:
    request = asked(case, officer)
    officer.role = Role.CUSTODIAN
    officer.save()
    with pytest.raises(VerbRefused, match="not_allowed"):
        reveal.decide(request.pk, officer, True, "ขอ")


def test_a_custodian_decides_for_the_own_area_only(case: Case, officer: Person) -> None:
    request = asked(case, officer)  # an officer of the ministry
    chiang_mai = make_person(Role.CUSTODIAN, unit="50")
    assert not reveal.requests_for(chiang_mai).exists()
    with pytest.raises(VerbRefused, match="not_allowed"):
        reveal.decide(request.pk, chiang_mai, True, "ขอ")


def test_a_decision_is_made_once(case: Case, officer: Person, custodian: Person) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, False, "ไม่จำเป็น")
    with pytest.raises(VerbRefused, match="already_decided"):
        reveal.decide(request.pk, custodian, True, "เปลี่ยนใจ")


def test_asking_and_deciding_need_reasons(case: Case, officer: Person, custodian: Person) -> None:
    with pytest.raises(VerbRefused, match="reason_needed"):
        reveal.ask(case.number, reference_of(case), officer, " ")
    request = asked(case, officer)
    with pytest.raises(VerbRefused, match="reason_needed"):
        reveal.decide(request.pk, custodian, True, "\n")


def test_asking_twice_makes_one_request(case: Case, officer: Person) -> None:
    assert asked(case, officer) == asked(case, officer)
    assert RevealRequest.objects.count() == 1
    assert reveal.requests_of(officer, case.number).count() == 1


def test_a_reference_of_another_case_is_not_there(case: Case, officer: Person) -> None:
    other = make_case(identity_mode="concealed", complainant=WHO)
    with pytest.raises(VerbRefused, match="no_identity"):
        reveal.ask(other.number, reference_of(case), officer, "ขอดู")


def test_the_log_holds_no_words_of_the_request(
    case: Case, officer: Person, custodian: Person
) -> None:
    request = asked(case, officer)
    reveal.decide(request.pk, custodian, True, "โทรหามะลิ")
    said = list(
        AuditRecord.objects.filter(event__startswith="reveal").values_list("data", flat=True)
    )
    assert said == [{"request": request.pk}] * 2
