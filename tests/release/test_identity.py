"""Who complains is told to an agency only when every condition holds, whatever the ground."""

import datetime
from contextlib import suppress

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.accounts.roles import Role
from damrong.cases.asked import IdentityRequest
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.asking import ask_identity
from damrong.catalogue.models import Agreement
from damrong.exchange import tasks
from damrong.exchange.connectors.portal import identity_in
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type
from damrong.release import identity
from tests.factories import make_person
from tests.release.conversation import WHO, with_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
State = IdentityRequest.State


def asked(leg: Leg, *, danger: bool = False) -> IdentityRequest:
    return ask_identity(
        leg.pk,
        "agency:MOI",
        reference="I-1",
        reason="ต้องโทรนัดตรวจ",
        legal_ground="พ.ร.บ. ตัวอย่าง มาตรา 9",
        fields=["name", "phone", "national_id"],
        danger_to_life=danger,
    )


def agreed(leg: Leg, request: IdentityRequest, role: Role = Role.CENTRE_HEAD) -> IdentityRequest:
    return identity.agree(
        leg.case.number, request.pk, make_person(role), ["name", "phone"], "จำเป็นต่อการช่วยเหลือ"
    )


def test_agreed_to_it_goes_in_one_message_that_no_copy_of_the_database_tells() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    request = agreed(leg, asked(leg))
    assert request.state == State.CONSENT
    assert not leg.disclosures.filter(what=Disclosure.What.IDENTITY).exists()
    identity.consent(leg.case.number, request.pk, yes=True)
    tasks.tell_agency(leg.pk, "identity", request.pk)
    assert identity_in(leg) == {
        "reference": "I-1", "complainant_name": WHO.name, "complainant_phone": WHO.phone,
    }  # fmt: skip
    [row] = OutboundMessage.objects.filter(type=Type.IDENTITY)
    request.refresh_from_db()
    for kept in (bytes(row.body), bytes(request.sealed or b"")):
        assert WHO.phone.encode() not in kept
        assert WHO.name.encode() not in kept
    record = leg.disclosures.get(what=Disclosure.What.IDENTITY)
    assert record.fields == ["complainant_name", "complainant_phone", "reference"]
    assert "พ.ร.บ. ตัวอย่าง มาตรา 9" in record.ground_th
    assert record.receipt["claims"]["data_digest"] == record.digest


def test_openly_agreed_in_filing_the_officer_alone_decides() -> None:
    leg = with_agency(identity_mode="open", consent_share=True, complainant=WHO)
    assert agreed(leg, asked(leg)).state == State.GIVEN


def test_no_answer_is_no_and_reads_like_a_no() -> None:
    said = []
    for late in (True, False):
        leg = with_agency(identity_mode="concealed", complainant=WHO)
        request = agreed(leg, asked(leg))
        assert request.consent_until is not None
        if late:
            assert identity.lapse(request.consent_until) == 0
            assert identity.lapse(request.consent_until + datetime.timedelta(days=1)) == 1
        else:
            identity.consent(leg.case.number, request.pk, yes=False)
        tasks.tell_agency(leg.pk, "identity-refused", request.pk)
        [row] = leg.outbound.filter(type=Type.IDENTITY_REFUSED)
        said.append(bytes(row.body).decode().rsplit('"text"', 1)[1])
        with pytest.raises(VerbRefused):
            identity.consent(leg.case.number, request.pk, yes=True)
        assert identity_in(leg) == {}
    assert said[0] == said[1]


def test_nobody_is_told_of_somebody_who_gave_no_name() -> None:
    leg = with_agency(identity_mode="unnamed")
    with pytest.raises(VerbRefused, match="no identity"):
        agreed(leg, asked(leg))
    request = IdentityRequest.objects.get()
    with pytest.raises(VerbRefused):
        identity.refuse(leg.case.number, request.pk, make_person(Role.SCREENER), "")
    refused = identity.refuse(leg.case.number, request.pk, make_person(Role.SCREENER), "ไม่มีข้อมูล")
    assert refused.state == State.REFUSED


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SCREENER, Role.CENTRE_HEAD}])
def test_only_who_may_release_agrees(role: Role) -> None:
    leg = with_agency(identity_mode="open", consent_share=True, complainant=WHO)
    agency = "MOI" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person = make_person(role, agency=agency)
    request = asked(leg)
    with pytest.raises(VerbRefused):
        identity.agree(leg.case.number, request.pk, person, ["name"], "เหตุผล")
    request.refresh_from_db()
    assert request.state == State.ASKED


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_an_identity_never_leaves_without_all_its_conditions(data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(["open", "concealed"]))
    shared = data.draw(st.booleans())
    drugs = data.draw(st.booleans())
    leg = with_agency(
        identity_mode=mode, consent_share=shared, complainant=WHO, sensitive=["drugs"] * drugs
    )
    request = asked(leg, danger=data.draw(st.booleans()))
    number, pk = leg.case.number, request.pk
    first, second = make_person(Role.CENTRE_HEAD), make_person(Role.SECOND_SCREENER)
    acts = {
        "first": lambda: identity.agree(number, pk, first, ["name"], "จำเป็น"),
        "second": lambda: identity.agree(number, pk, second, ["name"], "จำเป็น"),
        "yes": lambda: identity.consent(number, pk, yes=True),
        "no": lambda: identity.consent(number, pk, yes=False),
        "refuse": lambda: identity.refuse(number, pk, first, "ไม่จำเป็น"),
        "end": lambda: Agreement.objects.filter(agency="MOI").update(suspended=True),
        "recall": lambda: Leg.objects.filter(pk=leg.pk).update(state=LegState.RECALLED),
        "refused case": lambda: Case.objects.filter(number=number).update(state="REFUSED"),
        "late": lambda: IdentityRequest.objects.filter(pk=pk, state=State.CONSENT).update(
            consent_until=timezone.localdate() - datetime.timedelta(days=1)
        ),
        "send": lambda: tasks.tell_agency(leg.pk, "identity", pk),
    }
    done: list[str] = []
    for name in data.draw(st.lists(st.sampled_from(list(acts)), max_size=8)):
        before = IdentityRequest.objects.get(pk=pk).state
        with suppress(VerbRefused):
            if acts[name]() != 0:  # rows changed; nothing can be late before it was asked
                done.append(name)
        now = IdentityRequest.objects.get(pk=pk)
        if now.state == State.GIVEN and before != State.GIVEN:
            assert not {"end", "recall", "refused case", "no", "refuse", "late"} & set(done)
            assert "first" in done
            assert not drugs or {now.first_by_id, now.second_by_id} == {first.pk, second.pk}
            assert (mode == "open" and shared and not drugs) or "yes" in done
    given_now = IdentityRequest.objects.get(pk=pk).state == State.GIVEN
    assert leg.disclosures.filter(what=Disclosure.What.IDENTITY).exists() == given_now
    assert given_now or not OutboundMessage.objects.filter(leg=leg, type=Type.IDENTITY).exists()
    Agreement.objects.filter(agency="MOI").update(suspended=False)
