"""An officer at the counter keys in a walk-in, a call and a letter, and finds them again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.release import automation
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก คนแก่เดินล้มไปแล้วหนึ่งคน ขอให้มาซ่อม"
Picture = Callable[[Page, str], Path]
SAVE = ".receive__save button"


def begin(page: Page, channel: str) -> None:
    page.goto("/desk/receive/")
    expect(page.locator("[name=text]")).to_be_hidden()  # the channel comes first
    page.check(f"[name=channel][value={channel}]")
    page.fill("[name=text]", STORY)
    page.select_option("[name=subdistrict]", "500101")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_officer_keys_in_a_walk_in_a_call_and_a_letter(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    page = new_page(viewport)
    sign_in(page, make_person(Role.INTAKE, unit="5001", display_name="มาลี ตัวอย่าง"))

    page.goto("/desk/receive/")
    picture(page, "desk-receive-first")
    begin(page, "walk-in")
    expect(page.locator("[name=letter_number]")).to_be_hidden()
    expect(page.locator("[name=identity_mode][value=anonymous-letter]")).to_be_hidden()
    page.check("[name=identity_mode][value=concealed]")
    expect(page.locator("[name=consent_share]")).to_be_hidden()
    page.fill("[name=name]", "สมหญิง ตัวอย่าง")
    page.fill("[name=phone]", "๑๒")
    picture(page, "desk-receive-walk-in")
    page.click(SAVE)
    expect(page.get_by_role("alert")).to_contain_text("โทรศัพท์")
    expect(page.locator("[name=text]")).to_have_value(STORY)
    picture(page, "desk-receive-errors")
    page.fill("[name=phone]", "๐๘๑ ๒๓๔ ๕๖๗๘")
    page.click(SAVE)
    expect(page.locator("#secret-code")).to_be_visible()
    number = page.inner_text("#case-number")
    picture(page, "desk-receipt")
    page.emulate_media(media="print")
    picture(page, "desk-receipt-printed")
    expect(page.locator("#secret-code")).to_be_visible()
    expect(page.get_by_role("button", name="รับเรื่องถัดไป")).to_be_hidden()
    page.emulate_media(media="screen")
    page.click("text=รับเรื่องถัดไป")
    expect(page.locator("[name=channel][value=walk-in]")).to_be_checked()
    assert Case.objects.get(number=number).channel == "walk-in"

    begin(page, "phone")
    page.check("[name=identity_mode][value=unnamed]")
    expect(page.locator("[name=name]")).to_be_hidden()
    page.click(SAVE)
    expect(page.get_by_text("ให้ผู้ร้องทวนกลับ")).to_be_visible()
    page.click("text=รับเรื่องถัดไป")

    begin(page, "letter")
    page.fill("[name=letter_number]", "ชม ๐๐๑๗/๑๒๓")
    page.fill("[name=letter_date]", "๑๕ ต.ค. ๒๕๖๙")
    page.check("[name=identity_mode][value=anonymous-letter]")
    picture(page, "desk-receive-letter")
    page.click(SAVE)
    expect(page.locator("#case-number")).to_be_visible()
    letter = Case.objects.get(channel="letter")
    assert (letter.letter_number, str(letter.letter_date)) == ("ชม ๐๐๑๗/๑๒๓", "2026-10-15")

    page.goto("/desk/cases/?q=0017/123")
    expect(page.locator(".queue")).to_contain_text(letter.number)
    page.goto("/desk/")
    expect(page.locator("#keyed")).to_contain_text(number)


def test_a_walk_in_needs_no_mouse(page_desk: Page, sign_in: Callable[..., None]) -> None:
    page = page_desk
    sign_in(page, make_person(Role.INTAKE, unit="5001"))
    page.goto("/desk/receive/")
    keys = page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        pytest.fail(f"Tab never reached {name}")

    tab_to("channel")
    keys.press("Space")
    tab_to("text")
    keys.insert_text(STORY)
    tab_to("subdistrict")
    keys.press("ArrowDown")
    tab_to("identity_mode")
    keys.press("Space")  # the first: open
    tab_to("name")
    keys.insert_text("สมชาย ตัวอย่าง")
    tab_to("phone")
    keys.insert_text("0812345678")
    keys.press("Enter")
    expect(page.locator("#secret-code")).to_be_visible()
    case = Case.objects.get()
    assert (case.channel, case.identity_mode, case.unit_id) == ("walk-in", "open", "5001")


def test_keying_works_without_scripts(
    new_page: Callable[..., Page], chromium: object, live_server: object
) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    officer = make_person(Role.INTAKE, unit="5001")
    page.goto("/sign-in/")
    page.fill("[name=username]", officer.username)
    page.fill("[name=password]", "ทดสอบ-ระบบ-2569")
    page.click("main button")
    page.goto("/desk/receive/")
    page.check("[name=channel][value=walk-in]")
    page.fill("[name=text]", STORY)
    page.check("[name=identity_mode][value=unnamed]")
    page.select_option("[name=province]", "57")
    page.click(SAVE)  # the server opens the list of districts first
    page.select_option("[name=district]", "5701")
    page.click(SAVE)
    page.click(SAVE)  # the subdistrict is not known
    expect(page.locator("#secret-code")).to_be_visible()
    assert Case.objects.get().place_id == "5701"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_day_and_the_queue_are_seen_at_a_glance(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    for text, category, agencies, sensitive in (
        (STORY, "07", ["MOI"], []),
        ("มีคนขายยาหลังวัด", "02", ["RTP", "MOJ"], ["drugs"]),
        ("นายจ้างไม่จ่ายค่าจ้างสองเดือน", "09", ["MOL"], []),
    ):
        case = on_desk(text, category=category, agencies=agencies, sensitive=sensitive)
    Case.objects.filter(pk=case.pk).update(urgency="life")
    automation.stop(make_person(Role.CENTRE_HEAD), "ตรวจพบการส่งผิดหน่วย")
    page = new_page(viewport)
    sign_in(page, make_person(Role.CENTRE_HEAD, unit="50", display_name="ประยุทธ ตัวอย่าง"))
    page.goto("/desk/")
    expect(page.locator("#life")).to_contain_text(case.number)
    expect(page.locator("#stopped")).to_be_visible()
    picture(page, "desk-today")
    page.click("[data-pile=new]")
    expect(page.locator(".queue tbody tr")).to_have_count(3)
    picture(page, "desk-queue")
    page.click("text=กรองละเอียด")
    page.select_option("[name=category]", "02")
    page.click(".filters__go button")
    expect(page.locator(".queue tbody tr")).to_have_count(1)
    picture(page, "desk-queue-filtered")
    page.click("text=English")
    picture(page, "desk-queue-english")
    page.goto("/desk/")
    picture(page, "desk-today-english")
    page.goto("/desk/receive/?channel=letter")
    picture(page, "desk-receive-english")
