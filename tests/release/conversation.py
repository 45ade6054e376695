"""A leg that reached its agency, as the tests of questions and identity requests start from."""

from typing import Any

from damrong.accounts.roles import Role
from damrong.cases.models import Case, Leg
from damrong.cases.verbs.agency import acknowledge
from damrong.catalogue.models import Agency, AgreementField
from damrong.exchange import outbox
from damrong.release.gate import preview, release_leg, second_release
from damrong.vault.seal import Identity
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

WHO = Identity(name="นายทดสอบ ระบบดี", phone="0812345678", national_id="1101700230708")


def with_agency(**how: Any) -> Leg:
    """A matter that MOI opened and acknowledged in the portal; its agreement keeps name and phone."""
    Agency.objects.filter(pk="MOI").update(connector="portal")
    case = on_desk(**how)
    leg = first_leg(case)
    first, second = make_person(Role.SCREENER), make_person(Role.SECOND_SCREENER)
    shown = preview(case, leg, first)
    for field in ("complainant_name", "complainant_phone"):
        AgreementField.objects.update_or_create(
            agreement=shown.agreement, field=field, defaults={"transformation": "keep"}
        )
    shown = preview(case, leg, first)
    release_leg(case.number, 1, first, shown.digest, explained=True)
    if case.must_review:
        second_release(case.number, 1, second, shown.digest)
    outbox.send_leg(leg.pk)
    acknowledge(leg.pk, "agency:MOI")
    return first_leg(Case.objects.get(pk=case.pk))
