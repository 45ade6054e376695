"""The main tasks by keyboard alone: a citizen files, an officer accepts, looks and releases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.models import Case, Decision
from damrong.cases.states import LegState
from damrong.cases.verbs.screen import screen
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_case, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก คนแก่เดินล้มไปแล้วหนึ่งคน ขอให้มาซ่อม"
Picture = Callable[[Page, str], Path]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it stands on what is meant, and see that one sees where one stands."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            choice = page.evaluate("Boolean(document.activeElement.closest('.choice'))")
            assert choice or outline != "none", f"no focus is seen on {selector}"
            return
    pytest.fail(f"Tab never reached {selector}")


def go_on(page: Page, button: str, arrived: str) -> None:
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{arrived}")


def test_a_citizen_files_by_keyboard(page_phone: Page) -> None:
    page, keys = page_phone, page_phone.keyboard
    page.goto("/")
    keys.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip-link")
    keys.press("Enter")
    go_on(page, "a.button--large", "/file/")
    tab_to(page, "[name=text]")
    keys.insert_text(STORY)
    go_on(page, "button[value=next]", "/file/where/")
    tab_to(page, "[name=province]")
    keys.insert_text("เชียงใหม่")
    page.select_option(
        "[name=province]", "50"
    )  # a list is typed into by letters, as each system does
    go_on(page, "button[value=next]", "/file/wish/")
    go_on(page, "button[value=next]", "/file/who/")
    tab_to(page, "[name=identity_mode]")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(page.locator("[value=unnamed]")).to_be_checked()
    go_on(page, "button[value=next]", "/file/review/")
    go_on(page, "main form.step button", "/file/done/")
    case = Case.objects.get()
    assert (case.identity_mode, len(case.place_id or "")) == ("unnamed", 2)


def test_an_officer_works_by_keys(
    new_page: Callable[..., Page], sign_in: Callable[..., None], picture: Picture
) -> None:
    case = make_case(STORY)
    screen(case.number)
    page = new_page(DESK)
    keys = page.keyboard
    sign_in(page, make_person(Role.CENTRE_HEAD))
    page.goto(f"/desk/cases/{case.number}/")
    keys.press("Shift+Slash")
    help_ = page.get_by_role("dialog", name="แป้นลัดของหน้านี้")
    expect(help_).to_contain_text("ยอมรับทั้งหมดที่ระบบเสนอ")
    picture(page, "officer-keys")
    page.set_viewport_size(PHONE)
    picture(page, "officer-keys")
    page.set_viewport_size(DESK)
    keys.press("Escape")
    expect(help_).to_be_hidden()

    keys.press("n")
    expect(page.locator("#note")).to_be_focused()
    keys.press("a")  # somebody writes: it is a letter
    expect(page.locator("#note")).to_have_value("a")
    page.evaluate("document.activeElement.blur()")
    # A Thai layout writes ฟ where others write a: the place of the key counts.
    press = "new KeyboardEvent('keydown', {key: 'ฟ', code: 'KeyA', bubbles: true})"
    page.evaluate(f"document.body.dispatchEvent({press})")
    expect(page.locator(".notice--success").first).to_be_visible()
    assert Decision.objects.filter(case=case).exists()

    keys.press("r")
    page.wait_for_url("**/release/")
    for _ in range(page.locator("[name=explained]").count()):
        tab_to(page, "[name=explained]:not(:checked)")
        keys.press("Space")
    tab_to(page, "#release-form button[value=release]")
    keys.press("Enter")
    expect(page.locator(".notice--success").first).to_be_visible()
    assert case.legs.get(number=1).state == LegState.READY


def test_keys_can_be_switched_off(page_desk: Page, sign_in: Callable[..., None]) -> None:
    page = page_desk
    sign_in(page, make_person(Role.INTAKE, unit="5001"))
    page.click("[data-keys-help]")
    page.check("[data-keys-off]")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.reload()
    page.keyboard.press("2")
    assert page.url.endswith("/desk/")
    page.click("[data-keys-help]")
    page.uncheck("[data-keys-off]")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.wait_for_url("**/desk/receive/")


def test_a_right_suggestion_is_accepted_with_one_click(
    page_desk: Page, sign_in: Callable[..., None]
) -> None:
    case = make_case(STORY)
    screen(case.number)
    sign_in(page_desk, make_person(Role.SCREENER))
    page_desk.goto(f"/desk/cases/{case.number}/")
    suggested = page_desk.locator("#suggestion form[action$='accept-all/'] button")
    suggested.click()
    expect(page_desk.locator(".notice--success").first).to_be_visible()
    expect(suggested).to_have_count(0)
