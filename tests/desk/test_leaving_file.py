"""An officer looks at a drawn file, hides more of it, and lets it go: by plain forms, without scripts."""

import hashlib
import re
from typing import Any

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Leg
from damrong.privacy.pictures.pages import pages_of
from damrong.release import files
from damrong.release.leaving_files import newest
from damrong.release.models import CleanedFile
from tests.factories import make_person
from tests.release import given_files
from tests.release.given_files import CANARIES, FACE, SIZE, picture, with_files, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


@pytest.fixture
def client(officer: Person) -> Client:
    made = Client()
    made.force_login(officer)
    return made


@pytest.fixture
def on_the_page(monkeypatch: pytest.MonkeyPatch) -> tuple[Case, Leg]:
    monkeypatch.setattr(files, "examine", given_files.found(FACE))
    return with_files(picture())


def release_page(case: Case) -> str:
    return f"/desk/cases/{case.number}/legs/1/release/"


def file_page(case: Case) -> str:
    return f"/desk/cases/{case.number}/legs/1/files/{case.attachments.get().pk}/"


def drawn(case: Case) -> CleanedFile:
    found = newest(case.attachments.get())
    assert found
    return found


def post(client: Client, case: Case, **form: Any) -> Any:
    return client.post(file_page(case), {"shown": drawn(case).sha256, **form})


def test_what_is_shown_is_what_is_released(client: Client, on_the_page: tuple[Case, Leg]) -> None:
    case, leg = on_the_page
    page = client.get(file_page(case)).content.decode()
    assert drawn(case).sha256 in page
    assert "ใบหน้า" in page
    assert not any(secret in page for secret in CANARIES)
    [address] = re.findall(r'<img src="([^"?]+/pages/0/leaves/)', page)
    picture_shown = client.get(address)
    assert picture_shown["Content-Type"] == "image/jpeg"
    [shown] = pages_of("image/jpeg", picture_shown.content)
    pixel = shown.picture.getpixel((60, 60))
    assert isinstance(pixel, tuple)
    assert all(abs(is_ - 96) < 8 for is_ in pixel), "the face is grey"
    assert post(client, case, do="let_go", looked="yes").status_code == 302
    before = client.get(release_page(case)).content.decode()
    digest = re.findall(r'name="digest" value="(\w+)"', before)[0]
    assert "file-1.jpg" in before
    client.post(release_page(case), {"do": "release", "digest": digest})
    leg.refresh_from_db()
    assert leg.extract
    [sent] = leg.extract["attachments"]
    assert sent["sha256"] == drawn(case).sha256
    assert leg.disclosures.get().files == [sent]


def test_a_file_is_not_let_go_unless_it_was_ticked(
    client: Client, on_the_page: tuple[Case, Leg]
) -> None:
    case, leg = on_the_page
    assert post(client, case, do="let_go").status_code == 422
    assert not leg.leaving_files.exists()


def test_a_mask_is_added_and_taken_away_by_typed_numbers(
    client: Client, on_the_page: tuple[Case, Leg]
) -> None:
    case, _leg = on_the_page
    box = {"page": "1", "x": "200", "y": "100", "width": "60", "height": "60", "kind": "plate"}
    assert post(client, case, do="add", **box).status_code == 302
    assert [one["kind"] for one in drawn(case).boxes] == ["face", "plate"]
    assert post(client, case, remove="0").status_code == 302
    assert [one["kind"] for one in drawn(case).boxes] == ["plate"]
    facts = AuditRecord.objects.get(event="file_unmasked").data
    assert facts["kind"] == "face"
    assert facts["drawn"] == drawn(case).sha256


@pytest.mark.parametrize(
    "wrong", [{"page": "2"}, {"x": str(SIZE[0])}, {"width": ""}, {"height": "-4"}, {"kind": "x"}]
)
def test_a_mask_that_is_none_is_refused_in_words(
    client: Client, on_the_page: tuple[Case, Leg], wrong: dict[str, str]
) -> None:
    case, _leg = on_the_page
    box = {"page": "1", "x": "20", "y": "20", "width": "9", "height": "9", "kind": "other"} | wrong
    answer = post(client, case, do="add", **box)
    assert answer.status_code == 422
    assert "กรอบไม่ถูกต้อง" in answer.content.decode()
    assert len(drawn(case).boxes) == 1


def test_who_saw_an_older_picture_is_told(client: Client, on_the_page: tuple[Case, Leg]) -> None:
    case, leg = on_the_page
    old = hashlib.sha256(b"another").hexdigest()
    answer = client.post(file_page(case), {"shown": old, "do": "let_go", "looked": "yes"})
    assert answer.status_code == 409
    assert not leg.leaving_files.exists()


def test_a_file_that_cannot_be_drawn_says_why_on_both_pages(client: Client) -> None:
    case, _leg = with_files(word())
    for address in (release_page(case), file_page(case)):
        page = client.get(address).content.decode()
        assert "วาดใหม่เป็นภาพไม่ได้" in page
        assert not any(secret in page for secret in CANARIES)


def test_looking_at_the_given_picture_is_logged(
    client: Client, on_the_page: tuple[Case, Leg]
) -> None:
    case, _leg = on_the_page
    key = case.attachments.get().pk
    assert client.get(f"/desk/cases/{case.number}/files/{key}/pages/0/given/").status_code == 200
    assert AuditRecord.objects.filter(event="file_opened", data__file=key).exists()


def test_who_may_not_release_lets_no_file_go(on_the_page: tuple[Case, Leg]) -> None:
    case, leg = on_the_page
    intake = Client()
    intake.force_login(make_person(Role.INTAKE))
    assert post(intake, case, do="let_go", looked="yes").status_code == 422
    assert post(intake, case, remove="0").status_code == 422
    assert not leg.leaving_files.exists()
    assert len(drawn(case).boxes) == 1
