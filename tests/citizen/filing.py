"""Walking through the pages as a browser does."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

WHAT = {"text": "ถนนหน้าโรงเรียนเป็นหลุมลึก เด็กล้มหลายคน ขอให้มาซ่อม", "incident_on": "๑ พ.ย. ๒๕๖๙"}
WHERE = {"province": "50", "district": "5001", "subdistrict": "500101", "offered": "5001"}
WISH = {"wishes": ["fix_problem"], "wish_text": "ขอให้เสร็จก่อนเปิดเทอม"}
WHO = {"identity_mode": "unnamed"}
STEPS = {"/file/": WHAT, "/file/where/": WHERE, "/file/wish/": WISH, "/file/who/": WHO}


def answer(client: Client, path: str, answers: dict[str, Any]) -> HttpResponse:
    """Send one page."""
    return client.post(path, answers)


def fill(client: Client, **changed: dict[str, Any]) -> None:
    """Answer every page up to the review; ``what=…``, ``who=…`` replace answers of a page."""
    for path, answers in STEPS.items():
        name = path.strip("/").split("/")[-1]
        given = answers | changed.get("what" if name == "file" else name, {})
        response = answer(client, path, given)
        assert response.status_code == 302, response.content.decode()


def send(client: Client, **changed: dict[str, Any]) -> tuple[str, str]:
    """File a complaint; returns its number and secret code as the receipt shows them."""
    fill(client, **changed)
    assert client.post("/file/review/").headers["Location"] == "/file/done/"
    page = client.get("/file/done/")
    return page.context["number"], page.context["code"]
