"""An officer hides more of a file by keyboard, by mouse and by taps, then lets it go with the matter."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.privacy.pictures.boxes import Box
from damrong.release import files
from damrong.release.leaving_files import newest
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_person
from tests.release import given_files
from tests.release.given_files import FACE, letter, with_files, word

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE_WITH_TOUCH = {"has_touch": True, "is_mobile": True}


def boxes(case: Case) -> list[Box]:
    drawn = newest(case.attachments.get(content_type="image/jpeg"))
    assert drawn
    return [
        Box(**{name: row[name] for name in ("page", "x", "y", "width", "height", "kind")})
        for row in drawn.boxes
    ]


@pytest.mark.heavy
def test_a_file_is_masked_by_every_hand_and_let_go(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    picture: Callable[[Page, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "examine", given_files.found(FACE, size=given_files.LETTER))
    case, leg = with_files(letter(), word())
    key = case.attachments.get(content_type="image/jpeg").pk
    officer = make_person(Role.SCREENER)
    page = new_page(DESK)
    sign_in(page, officer)
    release = f"/desk/cases/{case.number}/legs/1/release/"
    page.goto(release)
    picture(page, "file-release-1280-th")
    page.goto(f"/desk/cases/{case.number}/legs/1/files/{key}/")
    page.get_by_role("button", name="เลื่อนกรอบด้วยลูกศร").press("Enter")
    before = int(page.locator("#mask-x").input_value())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert int(page.locator("#mask-x").input_value()) > before
    picture(page, "file-1280-th")
    page.keyboard.press("Enter")
    expect(page.locator(".masks li")).to_have_count(2)
    sheet = page.locator(".sheet__picture").first
    sheet.scroll_into_view_if_needed()
    area = sheet.bounding_box()
    assert area
    page.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + area["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.9, area["y"] + area["height"] * 0.2, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="ปิดตรงนี้").click()
    expect(page.locator(".masks li")).to_have_count(3)
    wide, _high = given_files.LETTER
    [_face, _keyboard, mouse] = boxes(case)
    assert abs(mouse.x - wide * 0.5) < 4
    assert abs(mouse.width - wide * 0.4) < 6

    phone = new_page(PHONE, **PHONE_WITH_TOUCH)
    sign_in(phone, officer)
    phone.goto(f"/desk/cases/{case.number}/legs/1/files/{key}/")
    sheet = phone.locator(".sheet__picture").first
    area = sheet.bounding_box()
    assert area
    for share in (0.2, 0.4):
        sheet.tap(position={"x": area["width"] * share, "y": area["height"] * (share + 0.4)})
    picture(phone, "file-390-th")
    phone.get_by_role("button", name="ปิดตรงนี้").tap()
    expect(phone.locator(".masks li")).to_have_count(4)
    tapped = boxes(case)[-1]
    assert abs(tapped.x - wide * 0.2) < 8
    phone.get_by_label("ดูครบทุกหน้าแล้ว").check()
    phone.get_by_role("button", name="ส่งไฟล์นี้กับเรื่อง").tap()
    expect(phone.locator("#files")).to_contain_text("ดูแล้ว จะส่ง")
    picture(phone, "file-release-390-th")
    for screen, width in ((phone, 390), (page, 1280)):
        screen.context.add_cookies(
            [{"name": "django_language", "value": "en", "url": screen.url.split("/desk")[0]}]
        )
        screen.goto(f"/desk/cases/{case.number}/legs/1/files/{key}/")
        picture(screen, f"file-{width}-en")
        screen.goto(release)
        picture(screen, f"file-release-{width}-en")
    page.locator("button[value=release]").click()
    leg.refresh_from_db()
    assert leg.extract
    assert [one["name"][-4:] for one in leg.extract["attachments"]] == [".jpg"]
