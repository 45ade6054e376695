"""In a browser an agency gets the files of its own matter, once it opened it, each time logged."""

import hashlib

import pytest
from django.test import Client

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Leg
from damrong.cases.numbers import code_hash, new_code
from damrong.catalogue.models import Agency
from damrong.exchange.outbox import send_leg
from damrong.release import files
from damrong.release.gate import preview, release_leg
from damrong.release.leaving_files import newest
from tests.exchange.postbox import postbox
from tests.factories import make_person
from tests.release import given_files
from tests.release.given_files import CANARIES, FACE, picture, with_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


@pytest.fixture
def leg(monkeypatch: pytest.MonkeyPatch) -> Leg:
    return sent_to("portal", monkeypatch)


def sent_to(connector: str, monkeypatch: pytest.MonkeyPatch) -> Leg:
    """A matter with one picture, sent to the Ministry of Labour by this way."""
    monkeypatch.setattr(files, "examine", given_files.found(FACE))
    Agency.objects.filter(pk="MOL").update(connector=connector)
    case, made = with_files(picture())
    officer = make_person(Role.SCREENER)
    drawn = newest(case.attachments.get())
    assert drawn
    files.let_go(case.number, 1, drawn.attachment_id, officer, drawn.sha256, leaves=True)
    release_leg(case.number, 1, officer, preview(case, made, officer).digest)
    send_leg(made.pk)
    made.refresh_from_db()
    return made


def of_agency(code: str) -> Client:
    client = Client()
    client.force_login(make_person(Role.AGENCY_OFFICER, agency=code))
    return client


def test_the_agency_gets_what_was_released_after_it_opened_the_matter(leg: Leg) -> None:
    client, page = of_agency("MOL"), f"/portal/{leg.case.number}/1/"
    assert client.get(f"{page}files/1/").status_code == 404
    assert "file-1.jpg" not in client.get(page).content.decode()
    client.post(page, {"act": "acknowledge"})
    shown = client.get(page).content.decode()
    assert leg.extract
    [sent] = leg.extract["attachments"]
    assert sent["sha256"] in shown
    answer = client.get(f"{page}files/1/")
    assert hashlib.sha256(answer.content).hexdigest() == sent["sha256"]
    assert answer["Content-Disposition"] == 'attachment; filename="file-1.jpg"'
    for secret in CANARIES:
        assert secret not in shown
        assert secret.encode() not in answer.content
    assert AuditRecord.objects.filter(event="file_fetched", data__digest=sent["sha256"]).exists()
    assert client.get(f"{page}files/2/").status_code == 404


def test_the_citizen_is_told_how_many_files_left(leg: Leg) -> None:
    code = new_code()
    Case.objects.filter(pk=leg.case_id).update(code_hash=code_hash(code))
    citizen = Client()
    citizen.post("/track/", {"code": code})
    page = citizen.get("/track/case/").content.decode()
    assert "จำนวนไฟล์" in page
    assert "1 ไฟล์" in page


def test_no_other_agency_gets_it(leg: Leg) -> None:
    of_agency("MOL").post(f"/portal/{leg.case.number}/1/", {"act": "acknowledge"})
    assert of_agency("MOE").get(f"/portal/{leg.case.number}/1/files/1/").status_code == 404


def test_behind_a_mailed_link_files_come_after_the_code_and_the_opening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postbox("MOL") as box:
        leg = sent_to("mail", monkeypatch)
        client, page = Client(), box.path()
        stranger = Client()
        client.post(page, {"act": "ask-code"})
        assert client.get(f"{page}files/1/").status_code == 404, "no code yet"
        client.post(page, {"act": "open", "code": box.code()})
        assert client.get(f"{page}files/1/").status_code == 404, "not acknowledged yet"
        client.post(page, {"act": "acknowledge"})
        shown = client.get(page).content.decode()
        assert 'href="files/1/"' in shown
        assert leg.extract
        [sent] = leg.extract["attachments"]
        answer = client.get(f"{page}files/1/")
        assert hashlib.sha256(answer.content).hexdigest() == sent["sha256"]
        for secret in CANARIES:
            assert secret.encode() not in answer.content
        assert client.get(f"{page}files/2/").status_code == 404
        assert stranger.get(f"{page}files/1/").status_code == 404
    fetched = AuditRecord.objects.filter(event="file_fetched", actor="agency:MOL")
    assert [row.data["digest"] for row in fetched] == [sent["sha256"]]
