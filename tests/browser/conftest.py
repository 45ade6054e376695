"""A real Chromium at the width of a phone and of a desk, against the real server.

Pictures go to ``test-artefacts/`` to be looked at. Where Chromium is missing the tests are
skipped and say so, unless ``DAMRONG_REQUIRE_BROWSER`` is set.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from damrong.accounts.models import Person
from tests.factories import PASSWORD

# Playwright drives the browser from an event loop of its own in this thread; Django would take
# that for asynchronous code and refuse every query of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
CHROMIUM = os.environ.get("DAMRONG_CHROMIUM") or shutil.which("chromium") or ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM:
        reason = "Chromium is missing: run `make browser`, or name it in DAMRONG_CHROMIUM"
        if os.environ.get("DAMRONG_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(
    chromium: Browser, live_server: Any, reference_data: None, files_home: None
) -> Iterator[Callable[..., Page]]:
    """Make pages by width; one that broke a script or its security policy fails the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def make(viewport: dict[str, int], **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport=viewport, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda m: broken.append(m.text) if "Content Security" in m.text else 0)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not broken, broken


@pytest.fixture
def page_phone(new_page: Callable[..., Page]) -> Page:
    """A phone in the hand."""
    return new_page(PHONE, has_touch=True)


@pytest.fixture
def page_desk(new_page: Callable[..., Page]) -> Page:
    """A screen on a desk."""
    return new_page(DESK)


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """``sign_in(page, person)``: through the sign-in page, as people do."""

    def go(page: Page, person: Person, password: str = PASSWORD) -> None:
        page.goto("/sign-in/")
        page.fill("[name=username]", person.username)
        page.fill("[name=password]", password)
        page.click("main button")
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    return go


@pytest.fixture
def picture() -> Callable[[Page, str], Path]:
    """``picture(page, "name")``: the whole page, and a check that nothing sticks out sideways."""

    def take(page: Page, name: str) -> Path:
        width = (page.viewport_size or DESK)["width"]
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{name} is {over} px wider than the screen of {width} px"
        return path

    return take
