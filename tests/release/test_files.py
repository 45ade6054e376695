"""No byte of a given file leaves; what leaves is what an officer looked at, under an agreement."""

import io
from typing import Any

import pypdf
import pytest
from PIL import Image

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases import stored_files
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg
from damrong.exchange.agreement import sendable
from damrong.privacy.pictures.boxes import Box
from damrong.privacy.pictures.model_files import missing
from damrong.release import files
from damrong.release.compose import compose
from damrong.release.gate import preview, release_leg
from damrong.release.leaving_files import newest
from damrong.release.models import CleanedFile
from tests.factories import make_person
from tests.release import given_files
from tests.release.given_files import CANARIES, FACE, SIZE, document, picture, with_files, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
GREY = (96, 96, 96)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.SCREENER)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine finds one face, whether or not this machine can look for one."""
    monkeypatch.setattr(files, "examine", given_files.found(FACE))


def let_all_go(case: Case, leg: Leg, officer: Person) -> list[dict[str, Any]]:
    for given in case.attachments.order_by("pk"):
        drawn = newest(given)
        assert drawn
        files.let_go(case.number, leg.number, given.pk, officer, drawn.sha256, leaves=True)
    leg.refresh_from_db()
    sent = compose(case, leg).content["attachments"]
    assert isinstance(sent, list)
    return sent


def stays(case: Case, leg: Leg) -> list[str]:
    extract = compose(case, leg)
    assert "attachments" not in extract.content
    return [w["why_en"] for w in extract.withheld if w["field"] == "attachments"]


def forms(secret: str) -> list[bytes]:
    return [secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")]


@pytest.mark.usefixtures("reads")
def test_nothing_that_a_file_told_is_in_what_leaves(officer: Person) -> None:
    case, leg = with_files(picture(), document())
    sent = let_all_go(case, leg, officer)
    sent.sort(key=lambda one: one["media_type"], reverse=True)
    assert [(one["name"][:5], one["name"][6:]) for one in sent] == [
        ("file-", ".jpg"),
        ("file-", ".pdf"),
    ]
    release_leg(case.number, 1, officer, preview(case, leg, officer).digest)
    leg.refresh_from_db()
    leaving = [str(sendable(leg)).encode(), *(stored_files.read(one["sha256"]) for one in sent)]
    for secret in CANARIES:
        assert not any(form in part for form in forms(secret) for part in leaving)
    photograph, pdf = leaving[1:]
    assert b"Exif" not in photograph
    with Image.open(io.BytesIO(photograph)) as again:
        pixel = again.getpixel((60, 60))
        assert isinstance(pixel, tuple)
        assert all(abs(is_ - grey) < 6 for is_, grey in zip(pixel, GREY, strict=True))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "".join(page.extract_text() for page in reader.pages) == ""
    assert not reader.attachments
    disclosure = Disclosure.objects.get(leg=leg)
    assert sorted(file["sha256"] for file in disclosure.files) == sorted(
        one["sha256"] for one in sent
    )
    assert "attachments" in disclosure.fields


@pytest.mark.usefixtures("reads")
def test_no_file_leaves_before_an_officer_looked_at_it(officer: Person) -> None:
    case, leg = with_files(picture())
    assert stays(case, leg) == ["File 1: No officer has looked at it and chosen to send it."]
    let_all_go(case, leg, officer)
    given = case.attachments.get()
    drawn = newest(given)
    assert drawn
    files.let_go(case.number, 1, given.pk, officer, drawn.sha256, leaves=False)
    assert len(stays(case, leg)) == 1


@pytest.mark.usefixtures("reads")
def test_an_agreement_that_names_no_files_lets_none_through(officer: Person) -> None:
    case, leg = with_files(picture(), agency="MOE", category="11")
    drawn = newest(case.attachments.get())
    assert drawn
    files.let_go(case.number, 1, drawn.attachment_id, officer, drawn.sha256, leaves=True)
    assert stays(case, leg) == ["The agreement with the agency does not let it through."]


@pytest.mark.parametrize(
    ("given", "why", "words"),
    [
        (word(), None, "Word"),
        (picture(), "no_tesseract", "lacks the program"),
        (picture(), "no_models", "lacks the models"),
        (picture(), "slow", "too long"),
    ],
)
def test_a_file_that_cannot_be_cleaned_stays_and_says_why(
    monkeypatch: pytest.MonkeyPatch, officer: Person, given: Any, why: str | None, words: str
) -> None:
    if why:
        monkeypatch.setattr(files, "examine", given_files.found(why=why))
    case, leg = with_files(given)
    [reason] = stays(case, leg)
    assert words in reason
    attachment = case.attachments.get()
    with pytest.raises(VerbRefused):
        files.let_go(case.number, 1, attachment.pk, officer, "", leaves=True)
    assert len(stays(case, leg)) == 1


@pytest.mark.usefixtures("reads")
def test_what_an_officer_hides_is_hidden_and_must_be_looked_at_again(officer: Person) -> None:
    case, leg = with_files(picture())
    [before] = let_all_go(case, leg, officer)
    given = case.attachments.get()
    box = Box(0, 200, 100, 60, 60, "other").as_dict()
    files.add_mask(case.number, given.pk, officer, before["sha256"], box)
    assert len(stays(case, leg)) == 1, "it is another picture now"
    drawn = newest(given)
    assert drawn
    assert [b["by"] for b in drawn.boxes] == ["machine", "officer"]
    with Image.open(io.BytesIO(stored_files.read(drawn.sha256))) as again:
        pixel = again.getpixel((230, 130))
    assert isinstance(pixel, tuple)
    assert all(abs(is_ - grey) < 6 for is_, grey in zip(pixel, GREY, strict=True))
    with pytest.raises(VerbRefused, match="changed_since_shown"):
        files.remove_mask(case.number, given.pk, officer, before["sha256"], 0)
    files.remove_mask(case.number, given.pk, officer, drawn.sha256, 0)
    last = newest(given)
    assert last
    assert [b["kind"] for b in last.boxes] == ["other"]
    assert CleanedFile.objects.count() == 1, "earlier drawings that nobody got are not kept"


@pytest.mark.usefixtures("reads")
@pytest.mark.parametrize(
    "wrong", [{"x": SIZE[0] + 5}, {"page": 1}, {"width": 0}, {"kind": "nobody"}, {"y": "1"}]
)
def test_a_mask_off_the_page_is_refused(officer: Person, wrong: dict[str, Any]) -> None:
    case, _leg = with_files(picture())
    drawn = newest(case.attachments.get())
    assert drawn
    box = Box(0, 1, 1, 9, 9, "other").as_dict() | wrong
    with pytest.raises(VerbRefused, match="bad_mask"):
        files.add_mask(case.number, drawn.attachment_id, officer, drawn.sha256, box)


@pytest.mark.usefixtures("reads")
def test_a_file_altered_on_the_disk_stops_the_sending(officer: Person) -> None:
    case, leg = with_files(picture())
    [sent] = let_all_go(case, leg, officer)
    release_leg(case.number, 1, officer, preview(case, leg, officer).digest)
    leg.refresh_from_db()
    stored_files.path_of(sent["sha256"]).write_bytes(b"\xff\xd8 something else \xff\xd9")
    with pytest.raises(VerbRefused, match="files"):
        sendable(leg)


@pytest.mark.usefixtures("reads")
def test_what_left_stays_as_it_left_when_the_file_is_drawn_anew(officer: Person) -> None:
    case, leg = with_files(picture())
    [sent] = let_all_go(case, leg, officer)
    release_leg(case.number, 1, officer, preview(case, leg, officer).digest)
    box = Box(0, 1, 1, 9, 9, "other").as_dict()
    files.add_mask(case.number, case.attachments.get().pk, officer, sent["sha256"], box)
    assert stored_files.intact(sent["sha256"])


@pytest.mark.heavy
@pytest.mark.skipif(bool(missing()), reason=f"reading is not installed: {missing()}")
def test_with_the_real_reader_a_photograph_is_drawn_anew() -> None:
    case, _leg = with_files(picture())
    drawn = newest(case.attachments.get())
    assert drawn
    assert not drawn.refusal
    assert drawn.sha256
