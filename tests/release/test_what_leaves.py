"""Only what the agreement, the identity mode and the consent allow leaves; the rest says why."""

import datetime
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, CaseSpans
from damrong.catalogue.models import Agreement, AgreementField
from damrong.privacy.detect import detect
from damrong.release.compose import compose
from damrong.vault.seal import Identity
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

SOMSRI = Identity(
    name="นางสมศรี ใจดีงาม",
    national_id="1101700230708",
    phone="0812345678",
    address="99/1 หมู่ 4",
)
STORY = "นายดำ มืดมน ขายของหน้าบ้าน ดิฉันชื่อสมศรี ใจดีงาม โทร 0812345678 ขอให้ช่วยครับ"
MARKS = [
    ("นายดำ มืดมน", "person_name", "third-person"),
    ("สมศรี ใจดีงาม", "person_name", "complainant"),
    ("0812345678", "phone", "complainant"),
]


def why(case: Case) -> dict[str, str]:
    return {w["field"]: w["why_en"] for w in compose(case, first_leg(case)).withheld}


def test_open_with_consent_sends_what_the_agreement_names() -> None:
    case = on_desk(
        STORY, marks=MARKS, agencies=["MOJ"], category="13",
        identity_mode="open", consent_share=True, complainant=SOMSRI,
    )  # fmt: skip
    extract = compose(case, first_leg(case))
    assert extract.content["complainant_name"] == SOMSRI.name
    assert extract.content["complainant_phone"] == SOMSRI.phone
    assert extract.content["complainant_national_id"] == "708"
    assert "complainant_address" not in extract.content
    assert "สมศรี ใจดีงาม" in extract.content["narrative"]
    assert "ดำ มืดมน" not in extract.content["narrative"]
    assert "[บุคคล" in extract.content["narrative"]
    assert extract.findings == ()
    assert "agreement" in why(case)["complainant_address"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"identity_mode": "concealed", "consent_share": True}, "does not wish"),
        ({"identity_mode": "open", "consent_share": False}, "did not consent"),
    ],
)
def test_without_consent_or_when_concealed_no_identity_leaves(
    given: dict[str, object], reason: str
) -> None:
    case = on_desk(STORY, marks=MARKS, agencies=["MOJ"], category="13", complainant=SOMSRI, **given)
    extract = compose(case, first_leg(case))
    sent = str(extract.content)
    for secret in ("สมศรี", "ใจดีงาม", "0812345678", "1101700230708", "99/1"):
        assert secret not in sent
    assert reason in why(case)["complainant_name"]


def test_a_protective_reason_keeps_the_identity_even_of_an_open_complainant() -> None:
    case = on_desk(
        STORY, marks=MARKS, agencies=["RTP"], category="02", sensitive=["drugs"],
        identity_mode="open", consent_share=True, complainant=SOMSRI,
    )  # fmt: skip
    assert "สมศรี" not in str(compose(case, first_leg(case)).content)
    assert "For safety" in why(case)["complainant_name"]


def test_what_is_withheld_names_what_is_there_and_nothing_else() -> None:
    text = "แม่ป่วยเป็นหอบหืด โทร 0812345678 ขอให้ช่วยครับ"
    marks = [("เป็นหอบหืด", "health", "third-person"), ("0812345678", "phone", "third-person")]
    case = on_desk(text, marks=marks, agencies=["BMA"], category="07", identity_mode="unnamed")
    reasons = why(case)
    assert "replaced by the kind" in reasons["health"]
    assert "replaced by the kind" in reasons["phone"]
    assert not {"accused_name", "third_person_names"} & set(reasons)


def test_an_agency_that_may_read_of_health_reads_of_no_past_crime() -> None:
    text = "แม่ป่วยเป็นหอบหืด พ่อเคยติดคุก ขอให้ช่วยเรื่องบ้านพัก"
    marks = [
        ("เป็นหอบหืด", "health", "third-person"),
        ("เคยติดคุก", "criminal_record", "third-person"),
    ]
    case = on_desk(text, marks=marks, agencies=["MSDHS"], category="17", identity_mode="unnamed")
    story = compose(case, first_leg(case)).content["narrative"]
    assert "หอบหืด" in story
    assert "ติดคุก" not in story
    assert "[ประวัติอาชญากรรม]" in story
    assert "health" not in why(case)
    assert "replaced by the kind" in why(case)["criminal_record"]


TIP = "ขายยาบ้าอยู่ข้างบ้านผม ชื่อไอ้โต้ง รถมาส่งทุกคืนวันศุกร์"


@pytest.mark.parametrize(
    ("given", "guarded"),
    [
        ({"identity_mode": "concealed", "category": "08"}, True),
        ({"identity_mode": "unnamed", "category": "02", "sensitive": ["drugs"]}, True),
        ({"identity_mode": "unnamed", "category": "08"}, False),
    ],
)
def test_what_may_tell_who_spoke_is_pointed_at_where_that_could_harm(
    given: dict[str, Any], guarded: bool
) -> None:
    case = on_desk(TIP, marks=[("ไอ้โต้ง", "nickname", "third-person")], agencies=["RTP"], **given)
    kinds = {finding["kind"] for finding in compose(case, first_leg(case)).findings}
    assert ("informant_place" in kinds) is guarded


def test_who_is_complained_of_is_told_to_the_police_and_to_nobody_else() -> None:
    marks = [("ไอ้โต้ง", "nickname", "accused"), ("ข้างบ้านผม", "quasi_id", "complainant")]
    case = on_desk(TIP, marks=marks, agencies=["RTP", "MSDHS"], category="10", sensitive=["drugs"])
    police, social = (compose(case, leg).content["narrative"] for leg in case.legs.order_by("pk"))
    assert "ไอ้โต้ง" in police
    assert "ไอ้โต้ง" not in social
    assert "บ้านผม" not in police + social


def test_each_agency_gets_its_own_extract() -> None:
    text = "บัญชี กสิกร 123-4-56789-0 ของนายแดง โกงเงิน"
    case = on_desk(
        text,
        marks=[("กสิกร 123-4-56789-0", "bank_account", "third-person"), ("นายแดง", "person_name", "third-person")],
        agencies=["MDES", "RTP", "BMA"], category="03",
    )  # fmt: skip
    stories = {
        str(leg.agency_id): compose(case, leg).content["narrative"] for leg in case.legs.all()
    }
    assert "123-4-56789-0" in stories["MDES"]
    assert "123-4-56789-0" in stories["RTP"]
    assert "123-4-56789-0" not in stories["BMA"]
    assert "แดง" not in "".join(stories.values())


@pytest.mark.parametrize("change", [{"suspended": True}, {"ends_on": datetime.date(2025, 2, 1)}])
def test_without_an_agreement_in_force_nothing_can_be_composed(change: dict[str, object]) -> None:
    case = on_desk(agencies=["RTP"], category="01")
    Agreement.objects.filter(agency="RTP").update(**change)
    with pytest.raises(VerbRefused) as refused:
        compose(case, first_leg(case))
    assert refused.value.code == "no_agreement"


def test_a_place_is_generalised_where_the_agreement_says_so() -> None:
    case = on_desk(
        agencies=["MDES", "RTP"], category="05",
        place_detail="ร้านหน้าปากซอย", latitude=18.79, longitude=98.98,
    )  # fmt: skip
    mdes, rtp = (compose(case, leg).content["incident_place"] for leg in case.legs.all())
    assert mdes["subdistrict_th"] == rtp["subdistrict_th"] == "ศรีภูมิ"
    assert "detail" not in mdes
    assert "latitude" not in mdes
    assert rtp["detail"] == "ร้านหน้าปากซอย"


def test_free_texts_beside_the_story_are_looked_through_too() -> None:
    case = on_desk(
        agencies=["BMA"], place_code="103801",
        place_detail="โทรถามทาง 089-123-4567", wish_text="แจ้งผลที่ 0891234567",
        wishes=("other",),
    )  # fmt: skip
    sent = str(compose(case, first_leg(case)).content)
    assert "4567" not in sent


def test_what_nobody_marked_is_found_by_the_second_scan() -> None:
    case = on_desk("โทรมาที่ 081-234-5678 ได้เลย", agencies=["MOI"])
    findings = compose(case, first_leg(case)).findings
    assert {f["field"] for f in findings} == {"narrative"}
    assert "5678" not in str(findings), "a finding never repeats the text"


def test_an_unmarked_known_identity_is_found_however_it_is_written() -> None:
    case = on_desk(
        "บอกสมศรี ใจดีงามด้วยว่าไฟดับ", agencies=["BMA"], place_code="103801",
        identity_mode="concealed", complainant=SOMSRI,
    )  # fmt: skip
    assert "known_identity" in {f["kind"] for f in compose(case, first_leg(case)).findings}


def test_the_digest_follows_the_content() -> None:
    case = on_desk(STORY, marks=MARKS, agencies=["MOI"])
    leg = first_leg(case)
    before = compose(case, leg).digest
    assert compose(case, leg).digest == before
    CaseSpans.objects.filter(case=case).update(spans=[])
    assert compose(case, leg).digest != before


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "narrative", "incident_place", "wish", "complainant_name", "complainant_phone",
                "complainant_national_id", "complainant_address", "third_person_names",
                "accused_name", "health", "plate",
            ]
        ),
        st.sampled_from(AgreementField.Transformation.values),
    ),
    mode=st.sampled_from(["open", "concealed", "unnamed", "anonymous-letter"]),
    consent=st.booleans(),
)  # fmt: skip
def test_no_agreement_lets_more_through_than_it_names(
    db: None, fields: dict[str, str], mode: str, consent: bool
) -> None:
    case = on_desk(
        STORY, marks=MARKS, agencies=["MOI"], identity_mode=mode, consent_share=consent,
        complainant=SOMSRI,
    )  # fmt: skip
    agreement = Agreement.objects.get(agency="MOI")
    agreement.fields.all().delete()
    AgreementField.objects.bulk_create(
        AgreementField(agreement=agreement, field=f, transformation=t) for f, t in fields.items()
    )
    content = compose(case, first_leg(case)).content
    assert set(content) <= set(fields) | {"leg", "agreement", "instruction"}
    sent = str(content)
    may_know = mode == "open" and consent
    for field, secret in (
        ("complainant_name", "สมศรี ใจดีงาม"),
        ("complainant_phone", "0812345678"),
        ("complainant_address", "99/1"),
    ):
        if not (may_know and fields.get(field) == "keep"):
            assert secret not in sent
    assert SOMSRI.national_id not in sent or (
        may_know and fields.get("complainant_national_id") == "keep"
    )
    if fields.get("third_person_names") != "keep":
        assert "ดำ มืดมน" not in sent


DRUGS = "ลุงคม ขายยาบ้าหลังวัด ส่วนหลานชื่อบอย ติดยาหนักอยากเลิก ผมอยู่ข้างบ้านลุงคม"


def test_police_read_of_the_dealer_treatment_of_the_patient_and_neither_of_the_informant() -> None:
    found = {DRUGS[s.start : s.end]: s.owner for s in detect(DRUGS)}
    assert (found["ลุงคม"], found["บอย"]) == ("accused", "patient")
    marks = [(words, "nickname", owner) for words, owner in found.items()]
    case = on_desk(
        DRUGS, marks=[*marks, ("ผมอยู่ข้างบ้าน", "quasi_id", "complainant")],
        agencies=["RTP", "MOPH"], category="02", sensitive=["drugs"],
        identity_mode="open", consent_share=True, complainant=SOMSRI,
    )  # fmt: skip
    extracts = {str(leg.agency_id): compose(case, leg).content for leg in case.legs.all()}
    police, treatment = extracts["RTP"]["narrative"], extracts["MOPH"]["narrative"]
    assert "ลุงคม" in police
    assert "บอย" not in police
    assert "บอย" in treatment
    assert "คม" not in treatment
    for content in extracts.values():
        assert not any(name.startswith("complainant_") for name in content)
        assert "ข้างบ้าน" not in content["narrative"]


def test_a_letter_means_one_person_in_all_that_an_agency_reads() -> None:
    text = "นายกล้า มืดมน โกงเงิน นายเก่ง ดีงาม เห็นเหตุการณ์"
    marks = [("นายกล้า มืดมน", "person_name", "third-person"), ("นายเก่ง ดีงาม", "person_name", "third-person")]  # fmt: skip
    case = on_desk(
        text,
        marks=marks,
        agencies=["RTP", "MDES"],
        category="03",
        wish_text="ให้นายเก่ง ดีงาม มาเป็นพยาน",
    )
    letters = {}
    for leg in case.legs.all():
        content = compose(case, leg).content
        first, second = re.findall(r"\[บุคคล ([ก-ฮ]+)\]", content["narrative"])
        assert first != second
        if "wish" in content:
            assert f"[บุคคล {second}]" in content["wish"]["text"]
        assert compose(case, leg).content == content
        letters[str(leg.agency_id)] = (first, second)
    assert len(letters) == 2


def test_two_agencies_can_not_tell_by_the_letters_that_they_read_of_one_person() -> None:
    text = "นายกล้า มืดมน โกงเงิน"
    marks = [("นายกล้า มืดมน", "person_name", "third-person")]
    seen = set()
    for _ in range(4):
        case = on_desk(text, marks=marks, agencies=["RTP", "MDES"], category="03")
        seen.update(compose(case, leg).content["narrative"] for leg in case.legs.all())
    assert len(seen) > 1  # one story, eight readers: with twenty letters all alike once in 20**7
