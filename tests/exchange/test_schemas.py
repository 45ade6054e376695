"""The schemas that partners fetch say what the code really sends and really takes."""

import copy
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from damrong.accounts.roles import Role
from damrong.cases.models import Case, Leg, Message
from damrong.cases.states import LegState
from damrong.cases.verbs import asking
from damrong.catalogue.models import Agency, AgreementField
from damrong.exchange import answering, outbox, telling
from damrong.exchange.openapi import document
from damrong.exchange.passage import Passage
from damrong.exchange.problems import KINDS, Refused
from damrong.exchange.protocol import HUB, TO_THE_HUB, Type, read, write
from damrong.exchange.schemas import BY_NAME, name_of, schema_of
from damrong.exchange.sealed_body import bytes_of
from damrong.exchange.shapes import checked
from damrong.release import answers, identity
from damrong.release.gate import preview, release_leg
from damrong.vault.seal import Identity
from tests.factories import make_person
from tests.release.conversation import WHO, with_agency
from tests.release.desk import first_leg, on_desk

SUBJECT = "DD69-0000123-4/1"
DATA: dict[Type, dict[str, Any]] = {
    Type.ACKNOWLEDGED: {"reference": "ทด 1/69"},
    Type.ACCEPTED: {},
    Type.RETURNED: {"code": "not_ours", "note": "ไม่ใช่พื้นที่ของเรา"},
    Type.PROGRESS: {"text": "ลงพื้นที่แล้ว"},
    Type.FINAL_REPORT: {"text": "ซ่อมแล้ว", "outcome_code": "unfounded", "done_on": "2026-11-20"},
    Type.QUESTION: {"reference": "Q-1", "text": "ไฟดับตั้งแต่กี่โมง"},
    Type.IDENTITY_REQUEST: {
        "reference": "I-1", "reason": "ต้องโทรหา", "legal_ground": "มาตรา 1",
        "fields": ["name", "phone"], "danger_to_life": True,
    },
    Type.SUBMISSION: {
        "reference": "A-1", "text": "ไฟดับ", "identity_mode": "open", "consent_share": True,
        "complainant": {"name": "นายทดสอบ ระบบ", "phone": "0812345678"}, "on_behalf": False,
        "received_on": "2026-11-20", "incident_on": None, "place_code": "500101",
        "place_detail": "หน้าตลาด", "latitude": 18.8, "longitude": 98, "wishes": [], "wish_text": "",
    },
}  # fmt: skip
ANSWERS = {Type.ANSWER, Type.IDENTITY, Type.IDENTITY_REFUSED}
JUNK: list[Any] = [None, True, 0, -1, 2.5, "", "  ", "x", "ก" * 5_001, [], ["x"], {}, {"x": 1}]


def passes(body: bytes, type: Type) -> bool:
    schema = schema_of(type)
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema, format_checker=checker).is_valid(json.loads(body))


def message(type: Type, data: Any) -> bytes:
    of_leg: dict[str, Any] = {"subject": SUBJECT, "sequence": 1}
    if type == Type.SUBMISSION:
        of_leg = {"passage": Passage(("PMO", "MOI"), "0" * 64)}
    return write(type, data, source="MOI", recipient=HUB, **of_leg)


def taken(body: bytes) -> bool:
    try:
        found = read(body)
        checked(found.type, found.data)
    except Refused:
        return False
    return found.recipient == HUB


@pytest.mark.parametrize("name", list(BY_NAME))
def test_each_schema_is_one_and_lies_at_its_address(name: str) -> None:
    schema = schema_of(BY_NAME[name])
    Draft202012Validator.check_schema(schema)
    client = Client()
    answer = client.get(f"/exchange/v1/schemas/{name}.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json() == schema
    listed = client.get("/exchange/v1/schemas").json()["schemas"]
    [row] = [row for row in listed if row["href"].endswith(f"/{name}.json")]
    assert row["id"] == schema["$id"]
    assert client.get("/exchange/v1/schemas/gossip.json").status_code == 404


@pytest.mark.parametrize("type_", sorted(TO_THE_HUB))
def test_what_is_taken_passes_and_another_type_does_not(type_: Type) -> None:
    body = message(type_, DATA[type_])
    assert taken(body)
    assert passes(body, type_)
    assert not any(passes(body, other) for other in Type if other != type_)


@settings(deadline=None)
@given(data=st.data())
def test_schema_and_code_say_the_same_of_a_wrong_message(data: st.DataObject) -> None:
    type_ = data.draw(st.sampled_from(sorted(TO_THE_HUB)))
    content = copy.deepcopy(DATA[type_])
    field = data.draw(st.sampled_from([*content, "reference", "text", "surprise"]))
    if data.draw(st.booleans()):
        content.pop(field, None)
    else:
        content[field] = data.draw(st.sampled_from(JUNK))
    envelope = json.loads(message(type_, content))
    members = [m for m in envelope if m not in {"time", "data", "type", "datacontenttype"}]
    member = data.draw(st.sampled_from(["", *members]))
    if member and data.draw(st.booleans()):
        del envelope[member]
    elif member:
        envelope[member] = data.draw(st.sampled_from(JUNK))
    body = json.dumps(envelope, ensure_ascii=False).encode()
    assert passes(body, type_) == taken(body), (member, field)


def everything_released() -> Leg:
    """A referral as full as an agreement can make it."""
    case = on_desk(
        "ไฟถนนหน้าตลาดดับ", identity_mode="open", consent_share=True, place_detail="หน้าตลาด",
        latitude=18.8, longitude=98.9, wish_text="ขอให้ซ่อม", source_agency="RTP", source_reference="ตร 1",
        complainant=Identity(name="นายทดสอบ ระบบ", phone="081 234 5678", email="a@example.org",
                             address="1 หมู่ 1", national_id="1101700230708"),
    )  # fmt: skip
    officer = make_person(Role.SCREENER)
    leg = first_leg(case)
    names = ["case_number", "received_on", "channel", "category", "kind", "urgency", "narrative",
             "incident_place", "incident_on", "wish", "complainant_name", "complainant_phone",
             "complainant_email", "complainant_address", "complainant_national_id"]  # fmt: skip
    agreement = preview(case, leg, officer).agreement
    for name in names:
        AgreementField.objects.update_or_create(
            agreement=agreement, field=name, defaults={"transformation": "keep"}
        )
    Leg.objects.filter(pk=leg.pk).update(instruction="โปรดตรวจสอบ")
    case.refresh_from_db()
    release_leg(
        case.number, 1, officer, preview(case, first_leg(case), officer).digest, explained=True
    )
    return first_leg(case)


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_what_is_sent_passes(files_home: None) -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    leg = everything_released()
    outbox.send_leg(leg.pk)
    words = Message.objects.create(case=leg.case, kind="internal", text="โปรดส่งภาพ")
    told = [telling.to_agency(leg.pk, "send_back", words.pk)]
    Leg.objects.filter(pk=leg.pk).update(state=LegState.RECALLED)
    told.append(telling.to_agency(leg.pk, "recall", words.pk))
    Leg.objects.filter(pk=leg.pk).update(state=LegState.ACCEPTED, accepted_at="2026-11-20T00:00Z")
    Case.objects.filter(pk=leg.case_id).update(
        state="CONCLUDED", outcome_code="unfounded", reply="ตรวจแล้ว"
    )
    told.append(telling.to_source(leg.case.number))
    bodies = {m.type: bytes(m.body) for m in [leg.outbound.get(type=Type.REFERRAL), *told] if m}
    assert set(bodies) == set(Type) - TO_THE_HUB - ANSWERS
    for type_, body in bodies.items():
        assert passes(body, Type(type_)), type_
        for field in json.loads(body)["data"]:
            wrong = json.loads(body)
            wrong["data"][field] = object.__name__ if field == "leg" else 7
            assert field in {"leg", "version"} or not passes(
                json.dumps(wrong).encode(), Type(type_)
            )
        extra = json.loads(body)
        extra["data"]["national_secret"] = "x"
        assert not passes(json.dumps(extra).encode(), Type(type_))
    sent = json.loads(bodies[Type.REFERRAL])["data"]
    assert {"narrative", "incident_place", "wish", "complainant_phone", "instruction"} <= set(sent)


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_data")
def test_what_answers_an_agency_passes() -> None:
    leg = with_agency(identity_mode="open", consent_share=True, complainant=WHO)
    number, officer = leg.case.number, make_person(Role.SCREENER)
    question = asking.ask(leg.pk, "agency:MOI", reference="Q-1", text="ตั้งแต่เมื่อไร")
    answers.answer(number, question.pk, "สองทุ่ม")
    rows = [("answer", question.pk)]
    for reference, yes in (("I-1", True), ("I-2", False)):
        request = asking.ask_identity(
            leg.pk, "agency:MOI", reference=reference, reason="โทรนัด", legal_ground="มาตรา 1", fields=["name"]
        )  # fmt: skip
        if yes:
            identity.agree(number, request.pk, officer, ["name"], "จำเป็น")
        else:
            identity.refuse(number, request.pk, officer, "ไม่จำเป็น")
        rows.append(("identity" if yes else "identity-refused", request.pk))
    told = [m for m in (answering.to_agency(leg.pk, what, pk) for what, pk in rows) if m]
    assert {m.type for m in told} == ANSWERS
    for message_ in told:
        body = bytes_of(message_)
        assert passes(body, Type(message_.type))
        extra = json.loads(body)
        extra["data"]["surprise"] = "x"
        assert not passes(json.dumps(extra).encode(), Type(message_.type))


def test_the_door_s_description_names_every_message_and_problem() -> None:
    described = Client().get("/exchange/v1/openapi.json").json()
    assert described == document()
    schemas = described["components"]["schemas"]
    doors = {
        "in": described["paths"]["/messages"]["post"],
        "out": described["webhooks"]["messages"]["post"],
    }
    told: dict[str, set[str]] = {}
    for door, post in doors.items():
        [content] = post["requestBody"]["content"].values()
        told[door] = {ref["$ref"].rsplit("/", 1)[1] for ref in content["schema"]["oneOf"]}
        assert told[door] <= set(schemas)
        words = " ".join(answer["description"] for answer in post["responses"].values())
        assert all(f"{code}: " in words for code in KINDS)
    assert told["in"] == {name_of(type_) for type_ in TO_THE_HUB}
    assert told["out"] == set(BY_NAME) - told["in"]
