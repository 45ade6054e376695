"""The steward, the officer, the auditor and the administrator look after the machine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Suggestion
from damrong.cases.verbs.decide import correct
from damrong.catalogue.models import Agreement
from damrong.exchange import outbox
from damrong.release import automation
from damrong.release.gate import preview, release_leg
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Picture = Callable[[Page, str], Path]
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


def in_both_languages(page: Page, picture: Picture, name: str) -> None:
    picture(page, name)
    page.click("text=English")
    picture(page, f"{name}-english")
    page.click("text=ภาษาไทย")


@SIZES
def test_the_steward_opens_a_pair_and_stops_everything(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    officer = make_person(Role.SCREENER)
    line = {"auto": True, "category": "07", "primary_agency": "MOI"}
    for agencies in (["MOI"], ["MOI"], ["RTP"]):
        case = on_desk()
        Suggestion.objects.filter(case=case).update(line=line)
        correct(case.number, officer, field="category", value="07", suggested="07")
        correct(case.number, officer, field="agencies", value=agencies, suggested=["MOI"])
    page = new_page(viewport)
    sign_in(page, make_person(Role.MODEL_STEWARD, display_name="สุดา ตัวอย่าง"))
    page.goto("/desk/automation/")
    pair = page.locator("[data-pair='07-MOI']")
    pair.locator("summary").click()
    pair.locator("select").select_option("shadow")
    pair.locator("[name=reason]").fill("เริ่มทดลองหนึ่งเดือน")
    picture(page, "oversight-automation-change")
    pair.locator("button").click()
    expect(page.locator("[data-pair='07-MOI'] .tag")).to_have_text("ทดลองเงา")
    in_both_languages(page, picture, "oversight-automation")
    page.fill("#switch-reason", "พบการส่งผิดหน่วยงาน")
    page.click("[value=stop]")
    expect(page.locator("[value=resume]")).to_be_visible()
    assert automation.stopped()
    picture(page, "oversight-automation-stopped")


@SIZES
def test_an_officer_sends_again_what_failed(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    officer = make_person(Role.SCREENER)
    for _ in range(2):
        case = on_desk()
        release_leg(case.number, 1, officer, preview(case, first_leg(case), officer).digest)
        Agreement.objects.filter(agency="MOI").update(suspended=True)
        outbox.send_leg(first_leg(case).pk)
        Agreement.objects.filter(agency="MOI").update(suspended=False)
    page = new_page(viewport)
    sign_in(page, officer)
    page.goto("/desk/jobs/")
    expect(page.locator("tbody tr")).to_have_count(2)
    in_both_languages(page, picture, "oversight-jobs")
    page.locator("tbody button").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)


@SIZES
def test_the_auditor_checks_the_log(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    on_desk()
    page = new_page(viewport)
    sign_in(page, make_person(Role.AUDITOR))
    expect(page.locator("h1")).to_have_text("บันทึกเหตุการณ์")
    in_both_languages(page, picture, "oversight-log")
    page.click("text=ตรวจเดี๋ยวนี้")
    expect(page.locator("#verification")).to_contain_text("ไม่พบการแก้ไข")
    picture(page, "oversight-log-verified")


@SIZES
def test_the_administrator_makes_an_account(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Picture,
    viewport: dict[str, int],
) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    Person.objects.filter(pk=admin.pk).update(unit=None)
    make_person(Role.AGENCY_OFFICER, agency="MOPH", is_active=False)
    page = new_page(viewport)
    sign_in(page, admin)
    page.goto("/desk/accounts/")
    in_both_languages(page, picture, "oversight-accounts")
    page.click("main a.button")
    page.fill("[name=username]", "somsri.c")
    page.fill("[name=display_name]", "สมศรี ตัวอย่าง")
    page.select_option("[name=role]", "screener")
    page.click("main form .form-actions button")
    expect(page.get_by_role("alert")).to_contain_text("ต้องเลือกหน่วยของศูนย์")
    picture(page, "oversight-account-refused")
    page.fill("[name=unit]", "5001")
    page.click("main form .form-actions button")
    password = page.inner_text("#new-password")
    picture(page, "oversight-account-made")
    page.click("text=ออกจากระบบ")
    sign_in(page, Person.objects.get(username="somsri.c"), password)
    expect(page.locator("h1")).to_be_visible()
