"""An officer works a case: corrects the marks, accepts, looks at what leaves, releases, concludes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.models import Case, CaseSpans, Disclosure
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import agency as agency_verbs
from damrong.cases.verbs.screen import screen
from damrong.vault.seal import Identity
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_case, make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = (
    "ผมชื่อนายวิชัย ทองสุข โทร 081-000-0199 บ้านอยู่หน้าตลาด ถนนหน้าตลาดเป็นหลุมลึกมากมาสองเดือน"
    " รถล้มหลายคันแล้ว ลุงแดงร้านก๋วยเตี๋ยวเห็นทุกวัน เคยไปบอกผู้ใหญ่สมชัยแล้วก็เงียบ"
    " อยากให้มาซ่อมก่อนหน้าฝนครับ"
)
MARKS = [
    ("นายวิชัย ทองสุข", "person_name", "complainant"),
    ("081-000-0199", "phone", "complainant"),
    ("ผู้ใหญ่สมชัย", "nickname", "official-in-role"),
]
Picture = Callable[[Page, str], Path]


def select(page: Page, words: str) -> None:
    """Drag over the words of the story with the mouse; they stand on one line."""
    page.locator("#story-text").scroll_into_view_if_needed()
    left, right, middle = page.evaluate(
        """words => {
            const box = document.getElementById("story-text");
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode()); ) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                const place = range.getBoundingClientRect();
                return [place.left, place.right, place.top + place.height / 2];
            }
            throw new Error("no such words");
        }""",
        words,
    )
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=4)
    page.mouse.move(right - 1, middle, steps=4)
    page.mouse.up()


def marked(case: Case) -> set[tuple[str, str]]:
    spans = CaseSpans.objects.get(case=case).spans
    return {(case.narrative[s["start"] : s["end"]], s["owner"]) for s in spans}


def test_marks_are_corrected_with_mouse_and_keyboard_and_then_hidden(
    page_desk: Page, sign_in: Callable[..., None]
) -> None:
    case = on_desk(STORY, marks=MARKS)
    sign_in(page_desk, make_person(Role.SCREENER))
    page_desk.goto(f"/desk/cases/{case.number}/")
    select(page_desk, "ลุงแดง")
    page_desk.select_option("[data-tool-type]", "nickname")
    page_desk.select_option("[data-tool-owner]", "third-person")
    page_desk.click("[data-apply]")
    expect(page_desk.locator(".notice--success").first).to_be_visible()
    assert ("ลุงแดง", "third-person") in marked(case)
    page_desk.focus("#story-text mark[data-sign] >> text=ผู้ใหญ่สมชัย")
    page_desk.keyboard.press("Enter")
    page_desk.select_option("[data-tool-owner]", "third-person")
    page_desk.keyboard.press("Enter")
    expect(page_desk.locator("#story-text mark:focus")).to_have_text("ผู้ใหญ่สมชัย")
    expect(page_desk.locator(".notice--success").first).to_be_visible()
    assert ("ผู้ใหญ่สมชัย", "third-person") in marked(case)
    page_desk.goto(f"/desk/cases/{case.number}/legs/1/release/")
    leaves = page_desk.locator("section[aria-labelledby=leaves]")
    for words in ("ลุงแดง", "ผู้ใหญ่สมชัย", "วิชัย", "081-000-0199"):
        expect(leaves).not_to_contain_text(words)
    expect(leaves).to_contain_text("ร้านก๋วยเตี๋ยวเห็นทุกวัน")


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_a_case_is_accepted_released_and_concluded(
    new_page: Callable[..., Page], sign_in: Callable[..., None], picture: Picture, width: dict[str, int]
) -> None:  # fmt: skip
    case = make_case(
        STORY,
        identity_mode="open",
        consent_share=True,
        complainant=Identity(name="นายวิชัย ทองสุข", phone="0810000199"),
    )
    screen(case.number)
    page = new_page(width)
    sign_in(page, make_person(Role.CENTRE_HEAD, display_name="ประเสริฐ นำศูนย์"))
    page.goto(f"/desk/cases/{case.number}/")
    picture(page, "officer-case")
    page.click("#suggestion form[action$='accept-all/'] button")
    expect(page.locator(".notice--success").first).to_be_visible()
    page.goto(f"/desk/cases/{case.number}/legs/1/release/")
    picture(page, "officer-release")
    for tick in page.locator("[name=explained]").all():
        tick.check()
    page.click("#release-form button[value=release]")
    expect(page.locator(".notice--success").first).to_be_visible()
    leg = Case.objects.get(pk=case.pk).legs.get(number=1)
    assert leg.state == LegState.READY
    assert Disclosure.objects.get(leg=leg).digest == leg.digest
    agency_verbs.mark_sent(leg.pk)
    agency_verbs.mark_delivered(leg.pk, None)
    agency_verbs.accept(leg.pk, "agency:MOI", reference="มท ๑")
    agency_verbs.report_final(leg.pk, "agency:MOI", text="ซ่อมผิวจราจรแล้ว")
    page.goto(f"/desk/cases/{case.number}/")
    conclude = page.locator("form[action$='/conclude/']")
    conclude.locator("[name=outcome]").select_option("solved_as_wished")
    conclude.locator("[name=summary]").fill("หน่วยงานซ่อมถนนแล้ว ตรวจสอบแล้ว")
    conclude.locator("[name=reply]").fill("หน่วยงานซ่อมถนนให้แล้ว ขอบคุณที่แจ้ง")
    picture(page, "officer-conclude")
    conclude.locator("button").last.click()
    expect(page.locator(".notice--success").first).to_be_visible()
    assert Case.objects.get(pk=case.pk).state == CaseState.CONCLUDED
    page.click(".language__button")
    picture(page, "officer-case-concluded-english")


def test_a_dangerous_matter_waits_for_the_second_person(
    new_page: Callable[..., Page], sign_in: Callable[..., None], picture: Picture
) -> None:
    case = on_desk(STORY, marks=[*MARKS, ("ลุงแดง", "nickname", "third-person")], sensitive=["influence"])  # fmt: skip
    address = f"/desk/cases/{case.number}/legs/1/release/"
    first = new_page(DESK)
    sign_in(first, make_person(Role.SCREENER))
    first.goto(address)
    for tick in first.locator("[name=explained]").all():
        tick.check()
    first.click("#release-form button[value=release]")
    expect(first.locator(".notice--success").first).to_be_visible()
    assert case.legs.get(number=1).state == LegState.RELEASE_CHECK
    first.goto(address)
    expect(first.locator("#second-form")).to_have_count(0)
    second = new_page(DESK)
    sign_in(second, make_person(Role.SECOND_SCREENER))
    second.goto(address)
    picture(second, "officer-second-release")
    second.click("#second-form button[value=second]")
    expect(second.locator(".notice--success").first).to_be_visible()
    assert case.legs.get(number=1).state == LegState.READY
