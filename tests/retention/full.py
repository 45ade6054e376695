"""A case in which every kind of record holds a secret word, closed long ago."""

import datetime
from typing import Any

from django.utils import timezone

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.change import changing
from damrong.cases.models import Case, Message
from damrong.cases.states import CaseState, LegState
from damrong.cases.submission import File
from damrong.cases.verbs.agency import accept, report_final
from damrong.cases.verbs.asking import ask, ask_identity
from damrong.cases.verbs.citizen import add_information
from damrong.cases.verbs.conclude import conclude
from damrong.release import answers, identity
from damrong.vault import reveal
from tests.factories import PLAIN, make_person
from tests.release.conversation import WHO, with_agency

SECRETS = ("กนกนารีย์", "ทวนลมไกล", "นกน้อยคอยรัง", "เหมืองแร่ทอง", *WHO.known_strings())


def full_case(**how: Any) -> Case:
    """Filed, looked at, sent, asked about, told the identity, answered, reported and concluded."""
    leg = with_agency(
        text=f"{PLAIN} แจ้งเรื่องของกนกนารีย์",
        identity_mode="concealed",
        complainant=WHO,
        files=(File(name="กนกนารีย์.txt", content_type="text/plain", content=b"secret bytes"),),
        **how,
    )
    number = leg.case.number
    officer = make_person(Role.CENTRE_HEAD)
    accept(leg.pk, "agency:MOI", reference="ทวนลมไกล 1")
    reference = leg.case.parties.exclude(vault_reference=None).get().vault_reference
    assert reference
    look = reveal.ask(number, reference, officer, "ตามหากนกนารีย์")
    reveal.decide(look.pk, make_person(Role.CUSTODIAN), True, "เพราะทวนลมไกล")
    reveal.opened(look.pk, officer)
    ask(leg.pk, "agency:MOI", reference="Q-1", text="เหมืองแร่ทองอยู่ไหน")
    question = AgencyQuestion.objects.get(leg=leg)
    answers.decline(number, question.pk, officer, "ไม่บอกว่านกน้อยคอยรัง")
    ask_identity(
        leg.pk, "agency:MOI", reference="I-1", reason="โทรหากนกนารีย์", legal_ground="มาตรา 9",
        fields=["name"], danger_to_life=False,
    )  # fmt: skip
    request = IdentityRequest.objects.get(leg=leg)
    identity.agree(number, request.pk, officer, ["name"], "นัดทวนลมไกล")
    identity.consent(number, request.pk, yes=True)
    add_information(number, "ข้างบ้านคือเหมืองแร่ทอง")
    Message.objects.create(case=leg.case, kind=Message.Kind.INTERNAL, text="นกน้อยคอยรัง")
    report_final(leg.pk, "agency:MOI", text="พบทวนลมไกลแล้ว", outcome_code="solved_as_wished")
    conclude(
        number, officer, outcome_code="solved_as_wished",
        summary="ช่วยกนกนารีย์แล้ว", reply="เรียนกนกนารีย์ ซ่อมแล้ว",
    )  # fmt: skip
    return Case.objects.get(number=number)


def closed_case(state: CaseState = CaseState.REFUSED, category: str = "07", **filed: Any) -> Case:
    """A short case that ended today without an agency."""
    from tests.factories import make_screened_case

    case = make_screened_case(agencies=[], **filed)
    with changing(case.number, "ended", "test") as change:
        change.case.legs.filter(state=LegState.DRAFT).delete()
        change.case.category_id = category
        change.move(state)
    return Case.objects.get(pk=case.pk)


def today_in(days: int) -> datetime.date:
    """The day after so many days from now."""
    return timezone.localdate() + datetime.timedelta(days=days)


def certificates(number: str) -> list[AuditRecord]:
    """The erasure certificates of a case, in their order."""
    return list(AuditRecord.objects.filter(stream=f"case:{number}", event="erased").order_by("pk"))
