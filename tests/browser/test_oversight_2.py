"""The custodian, the data protection officer and who reads figures, at a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.models import Party
from damrong.cases.verbs.agency import acknowledge, report_final
from damrong.cases.verbs.conclude import conclude
from damrong.vault import reveal
from damrong.vault.seal import Identity
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_case, make_person
from tests.portal.delivered import deliver
from tests.release.desk import on_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
viewports = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
Pages = Callable[..., Page]
SignIn = Callable[..., None]
Picture = Callable[[Page, str], Path]


@viewports
def test_the_custodian_answers(
    new_page: Pages, sign_in: SignIn, picture: Picture, viewport: dict[str, int]
) -> None:
    officer = make_person(Role.SCREENER, unit="5001", display_name="สมศรี ขยันยิ่ง")
    requests = []
    for why in ("ต้องโทรนัดผู้ร้องไปตรวจสถานที่วันพรุ่งนี้", "ขอที่อยู่เพื่อส่งหนังสือตอบ"):
        case = make_case(identity_mode="concealed", complainant=Identity(name="มะลิ ใจงาม"))
        reference = case.parties.get(role=Party.Role.COMPLAINANT).vault_reference
        assert reference
        requests.append(reveal.ask(case.number, reference, officer, why))
    page = new_page(viewport)
    sign_in(page, make_person(Role.CUSTODIAN, display_name="อารี รักษาความลับ"))
    first, second = (f"#asked-{asked.pk}" for asked in requests)
    page.click(f"{first} button[value=approve]")
    expect(page.get_by_role("alert")).to_contain_text("โปรดเขียนเหตุผล")
    picture(page, "custodian-no-reason")
    page.fill(f"{first} textarea", "จำเป็นต้องนัดล่วงหน้า")
    page.click(f"{first} button[value=approve]")
    expect(page.get_by_role("status")).to_contain_text("อนุมัติคำขอแล้ว")
    page.fill(f"{second} textarea", "ส่งคำตอบทางหน้าติดตามเรื่องได้")
    page.click(f"{second} button[value=refuse]")
    expect(page.locator("main")).to_contain_text("ไม่มีคำขอที่รอพิจารณา")
    picture(page, "custodian")
    page.click("text=English")
    picture(page, "custodian-english")


@viewports
def test_the_data_protection_officer_looks_through_what_left(
    new_page: Pages, sign_in: SignIn, picture: Picture, viewport: dict[str, int]
) -> None:
    leg = deliver()
    deliver("MOPH", category="12")
    page = new_page(viewport)
    sign_in(page, make_person(Role.DPO, display_name="วิชัย คุ้มครองข้อมูล"))
    picture(page, "disclosures")
    page.fill("[name=number]", leg.case.number)
    page.click("main form button")
    expect(page.locator("main section.card")).to_have_count(1)
    page.click("main section summary")
    picture(page, "disclosures-one")
    with page.expect_download() as download:
        page.click("text=CSV")
    assert leg.case.number in download.value.path().read_text("utf-8-sig")
    page.click("text=English")
    picture(page, "disclosures-english")


@viewports
def test_the_same_figures_are_full_for_the_head_and_guarded_for_the_executive(
    new_page: Pages, sign_in: SignIn, picture: Picture, viewport: dict[str, int]
) -> None:
    for category, channel, count in (("07", "web", 7), ("11", "letter", 6), ("02", "phone", 2)):
        for _ in range(count):
            on_desk(agencies=(), category=category, channel=channel)
    leg = deliver()
    acknowledge(leg.pk, "agency:MOE")
    report_final(leg.pk, "agency:MOE", text="จัดเวรใหม่แล้ว")
    head = make_person(Role.CENTRE_HEAD, display_name="หัวหน้าศูนย์ ทดสอบ")
    conclude(leg.case.number, head, outcome_code="solved_as_wished", summary="เสร็จ", reply="เสร็จ")
    page = new_page(viewport)
    sign_in(page, head)
    page.goto("/desk/figures/")
    picture(page, "figures-head")
    page = new_page(viewport)
    sign_in(page, make_person(Role.EXECUTIVE, display_name="ผู้บริหาร ทดสอบ"))
    expect(page.locator("main")).to_contain_text("ปิดไว้เพื่อไม่ให้รู้ตัวผู้ร้อง")
    picture(page, "figures-executive")
    page.click("text=English")
    picture(page, "figures-english")
    page = new_page(viewport)
    sign_in(page, make_person(Role.AGENCY_HEAD, agency="MOE", display_name="ผอ. ทดสอบ"))
    page.goto("/desk/figures/")
    picture(page, "figures-agency")
