"""Every page of the house with something on it, for whoever may open it: a new page is found by itself.

The addresses are those of the URL configuration. What a page needs beside an address is here:
cases in each part of their way, and visitors with their sessions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from damrong.accounts.roles import Role
from damrong.accounts.verbs import OF_AGENCIES
from damrong.cases.models import Case
from damrong.cases.numbers import code_hash, new_code
from damrong.cases.verbs.agency import report_final, send_return
from damrong.cases.verbs.asking import ask, ask_identity
from damrong.cases.verbs.conclude import conclude
from damrong.cases.verbs.decide import add_note, ask_citizen, instruct, refuse
from damrong.cases.verbs.join import merge
from damrong.release import answers, automation
from damrong.release.gate import preview, release_leg
from damrong.vault import reveal
from tests.citizen.filing import STEPS, fill, send
from tests.factories import make_case, make_person, make_screened_case
from tests.release.conversation import WHO, with_agency
from tests.release.desk import first_leg, on_desk

# Machines' doors, and addresses that answer no page.
NOT_PAGES = ("api/", "exchange/", "healthz", "language/", "sign-out/")
STORY = (
    "ผมชื่อนายวิชัย ทองสุข โทร 081-000-0199 บ้านอยู่หน้าตลาด ถนนหน้าตลาดเป็นหลุมลึกมากมาสองเดือน"
    " รถล้มหลายคันแล้ว เคยไปบอกผู้ใหญ่สมชัยแล้วก็เงียบ อยากให้มาซ่อมก่อนหน้าฝนครับ"
)
MARKS = [
    ("นายวิชัย ทองสุข", "person_name", "complainant"),
    ("081-000-0199", "phone", "complainant"),
    ("ผู้ใหญ่สมชัย", "nickname", "official-in-role"),
]


@dataclass
class Visitor:
    """Somebody with a session, and which pages they open: address and what kind of page it is."""

    name: str
    client: Client = field(default_factory=Client)
    typed: list[str] = field(default_factory=list)  # what they wrote that no table holds yet

    @property
    def session(self) -> str:
        """The session's key, for a browser's cookie."""
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie else ""

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each address that answers this visitor with a page, with its HTML in Thai."""
        closed: set[str] = set()  # doors of others: no case opens them
        for pattern, address in addresses():
            if pattern in closed:
                continue
            answer = self.open(address)
            if answer.status_code in (403, 405):
                closed.add(pattern)
            elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield address, answer.content.decode()

    def open(self, address: str, language: str = "th") -> HttpResponse:
        """What an address answers to this visitor."""
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return self.client.get(address)


def addresses() -> Iterator[tuple[str, str]]:
    """Each pattern of the configuration, with its address for every case there is."""
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    for pattern in _patterns(get_resolver().url_patterns, ""):
        if pattern.startswith(NOT_PAGES) or ":act>" in pattern:
            continue
        for number in numbers if ":number>" in pattern else [""]:
            filled = re.sub(
                r"<\w+:(\w+)>", lambda key, n=number: n if key[1] == "number" else "1", pattern
            )
            yield pattern, f"/{filled}"


def _patterns(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for one in patterns:
        here = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, here)
        else:
            yield here


def visitors() -> Iterator[Visitor]:
    """A stranger, a citizen who files, one who filed and follows, and one person of each role."""
    code = furnish()
    yield Visitor("stranger")
    files = Visitor("files", typed=[str(one) for step in STEPS.values() for one in step.values()])
    fill(files.client, who={"identity_mode": "open", "name": WHO.name, "phone": WHO.phone})
    yield files
    follows = Visitor("follows")
    send(follows.client)
    follows.client.post("/track/", {"code": code})
    yield follows
    for role in Role:
        unit = "" if role in OF_AGENCIES or role == Role.ADMINISTRATOR else "MOI"
        agency = "MOI" if role in OF_AGENCIES else ""
        visitor = Visitor(role.value)
        visitor.client.force_login(make_person(role, unit=unit, agency=agency))
        yield visitor


def furnish() -> str:
    """Cases in each part of their way; returns the secret code of one with something to follow."""
    head, custodian = make_person(Role.CENTRE_HEAD), make_person(Role.CUSTODIAN)
    steward = make_person(Role.MODEL_STEWARD)
    make_case("มีคนตะโกนขอความช่วยเหลือในบ้านร้าง")  # nobody looked at it yet
    marked = on_desk(STORY, marks=MARKS, identity_mode="open", complainant=WHO, consent_share=True)
    add_note(marked.number, head, "โทรหาผู้ร้องแล้ว")
    instruct(marked.number, head, 1, "ขอให้ตรวจภายในเจ็ดวัน")
    Case.objects.filter(pk=marked.pk).update(urgency="life")
    make_screened_case("ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก คนแก่เดินล้มไปแล้ว ขอให้มาซ่อม")
    two = on_desk("มีคนขายยาหลังวัดทุกคืน", category="02", agencies=["RTP"], sensitive=["drugs"])
    release_leg(two.number, 1, head, preview(two, first_leg(two), head).digest)
    refuse(on_desk("ขอเลขเด็ด").number, head, code="not_understandable", reply="ไม่อยู่ในหน้าที่ของศูนย์")
    merge(on_desk(STORY).number, head, into=marked.number)
    ask_citizen(on_desk("น้ำท่วมทางเข้าบ้าน").number, head, "ท่วมตั้งแต่เมื่อใด")
    back = with_agency(text="ป้ายรถเมล์พัง")
    send_return(back.pk, "agency:MOI", code="not_ours", note="เป็นของเทศบาล")
    asked = with_agency(identity_mode="concealed", complainant=WHO)
    number = asked.case.number
    ask(asked.pk, "agency:MOI", reference="Q-1", text="เสาไฟต้นใด")
    ask(asked.pk, "agency:MOI", reference="Q-2", text="ดับช่วงเวลาใด")
    question = asked.questions.first()
    assert question
    answers.answer(number, question.pk, "ต้นหน้าตลาด โทร 081-000-0199")
    ask_identity(
        asked.pk, "agency:MOI", reference="I-1", reason="ต้องนัดดูสถานที่", legal_ground="มาตรา 9",
        fields=["name"], danger_to_life=False,
    )  # fmt: skip
    reference = asked.case.parties.exclude(vault_reference=None).get().vault_reference
    assert reference
    look = reveal.ask(number, reference, head, "ติดต่อกลับ")
    reveal.decide(look.pk, custodian, True, "มีเหตุผล")
    reveal.ask(number, reference, head, "ถามเพิ่ม")
    done = with_agency(text="ฝาท่อหายหน้าโรงเรียน")
    report_final(done.pk, "agency:MOI", text="ใส่ฝาท่อแล้ว", outcome_code="solved_as_wished")
    conclude(
        done.case.number, head, outcome_code="solved_as_wished",
        summary="ใส่ฝาท่อใหม่", reply="ใส่ฝาท่อใหม่แล้วเมื่อวาน",
    )  # fmt: skip
    automation.set_state("07", "MOI", "shadow", steward, "ทดลองเงา")
    code = new_code()
    Case.objects.filter(number=number).update(code_hash=code_hash(code))
    return code
