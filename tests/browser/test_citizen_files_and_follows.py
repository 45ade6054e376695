"""A citizen on a phone: files, keeps the code, follows the case, adds to it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from damrong.cases.models import Case, Message
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "ถนนหน้าโรงเรียนเป็นหลุมลึก เด็กขี่จักรยานล้มหลายคน แจ้งเทศบาลสองเดือนแล้วยังไม่มีใครมา"
NEXT = "main button[value=next]"
Picture = Callable[[Page, str], Path]


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "gray").save(out, "PNG")
    return out.getvalue()


def choose_place(page: Page) -> None:
    page.select_option("[name=province]", "50")
    page.wait_for_selector("[name=district] option[value='5001']", state="attached")
    page.select_option("[name=district]", "5001")
    page.wait_for_selector("[name=subdistrict] option[value='500101']", state="attached")
    page.select_option("[name=subdistrict]", "500101")


def file_complaint(page: Page, picture: Picture | None = None) -> tuple[str, str]:
    """Through all pages to the receipt; returns number and code."""
    take: Picture = picture or (lambda page, name: Path())
    page.goto("/")
    take(page, "citizen-start")
    page.click("a.button--large >> nth=0")
    page.fill("[name=text]", STORY)
    page.fill("[name=incident_on]", "๑ พ.ย. ๒๕๖๙")
    take(page, "citizen-what")
    page.click(NEXT)
    choose_place(page)
    take(page, "citizen-where")
    page.click(NEXT)
    page.check("[name=wishes][value=fix_problem]")
    page.set_input_files(
        "[name=files]", {"name": "หลุม.png", "mimeType": "image/png", "buffer": photo()}
    )
    page.click("main button[value=add]")
    expect(page.get_by_text("หลุม.png").first).to_be_visible()
    take(page, "citizen-wish")
    page.click(NEXT)
    page.check("[name=identity_mode][value=concealed]")
    page.fill("[name=name]", "สมหญิง ตัวอย่าง")
    page.fill("[name=phone]", "๐๘๑ ๒๓๔ ๕๖๗๘")
    take(page, "citizen-who")
    page.click(NEXT)
    expect(page.get_by_text(STORY)).to_be_visible()
    take(page, "citizen-review")
    page.click("main form.step button")
    take(page, "citizen-receipt")
    return page.inner_text("#case-number"), page.inner_text("#secret-code")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_citizen_files_and_follows_a_complaint(
    new_page: Callable[..., Page], picture: Picture, viewport: dict[str, int]
) -> None:
    page = new_page(viewport)
    number, code = file_complaint(page, picture)

    page.goto("/track/")
    page.fill("[name=code]", number)
    page.click("main form button")
    expect(page.get_by_role("alert")).to_contain_text("ไม่พบเรื่องของรหัสนี้")
    picture(page, "citizen-track-wrong")

    page.fill("[name=code]", f" {code.lower().replace('-', ' ')} ")
    page.click("main form button")
    expect(page.get_by_role("heading", level=1)).to_have_text("เรารับเรื่องของท่านแล้ว")
    page.fill("#add [name=text]", "มีเด็กล้มอีกคนเมื่อเช้านี้")
    page.click("#add button")
    expect(page.get_by_role("status")).to_contain_text("เราได้รับข้อมูลของท่านแล้ว")
    expect(page.locator("#messages")).to_contain_text("มีเด็กล้มอีกคนเมื่อเช้านี้")
    picture(page, "citizen-case")

    case = Case.objects.get(number=number)
    assert case.narrative == STORY
    assert case.place_id == "500101"
    assert case.attachments.get().name == "หลุม.png"
    assert case.messages.get().kind == Message.Kind.FROM_CITIZEN


def test_filing_works_without_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto("/file/")
    page.fill("[name=text]", STORY)
    page.click(NEXT)
    page.select_option("[name=province]", "50")
    page.click(NEXT)  # the server shows the districts before it goes on
    page.select_option("[name=district]", "5001")
    page.click(NEXT)
    page.select_option("[name=subdistrict]", "500101")
    page.click(NEXT)
    page.click(NEXT)
    page.check("[name=identity_mode][value=unnamed]")
    page.click(NEXT)
    page.click("main form.step button")
    number = page.inner_text("#case-number")
    assert Case.objects.get(number=number).place_id == "500101"


def test_a_scanned_receipt_fills_in_the_code(page_phone: Page) -> None:
    _, code = file_complaint(page_phone)
    page_phone.goto(f"/track/#{code}")
    expect(page_phone.locator("[name=code]")).to_have_value(code)
    assert "#" not in page_phone.url


def test_the_pages_speak_english_on_request(page_phone: Page, picture: Picture) -> None:
    page_phone.goto("/")
    page_phone.click("text=English")
    expect(page_phone.locator("html")).to_have_attribute("lang", "en")
    picture(page_phone, "citizen-start-english")


def test_pages_are_small(page_phone: Page) -> None:
    """Village networks are slow: a page with all it loads stays below 150 KB."""
    for path in ("/", "/file/", "/track/"):
        sizes: list[int] = []
        page_phone.on("response", lambda r, sizes=sizes: sizes.append(len(r.body())))
        page_phone.goto(path, wait_until="networkidle")
        assert sum(sizes) < 150_000, path


def test_a_lost_line_loses_no_word(page_phone: Page) -> None:
    page_phone.goto("/file/")
    page_phone.fill("[name=text]", STORY)
    page_phone.context.set_offline(True)
    with page_phone.expect_event("requestfailed"):
        page_phone.click(NEXT, no_wait_after=True)
    page_phone.context.set_offline(False)
    page_phone.goto("/file/")
    expect(page_phone.locator("[name=text]")).to_have_value(STORY)
    expect(page_phone.locator("[data-kept-notice]")).to_be_visible()
    page_phone.click(NEXT)
    page_phone.wait_for_url("**/file/where/")
    assert (
        page_phone.evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('damrong-kept'))"
        )
        == []
    )
