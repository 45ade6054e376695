"""The file round trip: what goes out in a bundle, what comes back, and what is refused whole."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency, Agreement
from damrong.exchange import outbox
from damrong.exchange.connectors.file.making import make
from damrong.exchange.connectors.file.sheet_in import SheetRefused, read_answers
from damrong.exchange.connectors.file.sheet_out import workbook
from damrong.exchange.connectors.file.taking import take_file
from damrong.exchange.keys import our_jwks, our_public_key
from damrong.exchange.models import InboundMessage, OutboundMessage
from damrong.exchange.moving import move
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type, digest, read, write
from damrong.exchange.receipts import read_receipt
from damrong.release import files as release_files
from damrong.release.gate import preview, release_leg
from damrong.release.leaving_files import newest
from damrong.text.spreadsheet import harmless
from damrong_client.bundle import BadBundle, open_bundle
from damrong_client.keys import make_keys, read_keys
from tests.exchange.carried import Carrier
from tests.exchange.test_round_trip import released
from tests.factories import make_person
from tests.release import given_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return Carrier(tmp_path, "MOI")


@pytest.fixture
def leg(carrier: Carrier) -> Leg:
    """A matter that lies in the agency's opened bundle."""
    found = released()
    outbox.send_leg(found.pk)
    carrier.fetch()
    return found


def state(leg: Leg) -> str:
    leg.refresh_from_db()
    return leg.state


def row(leg: Leg, act: str, **more: Any) -> list[Any]:
    given = {"code": None, "text": None, "done_on": None, "reference": None} | more
    return [leg.case.number, leg.number, act, *given.values()]


def test_it_waits_until_the_agency_signs_and_then_its_answers_count(
    carrier: Carrier, leg: Leg
) -> None:
    assert (state(leg), leg.outbound.get().state) == (LegState.SENT, "offered")
    carrier.write(
        row(leg, "รับเรื่อง", reference="มท 0810/55"),
        row(leg, "รายงานความคืบหน้า", text="ลงพื้นที่แล้ว"),
        row(leg, "รายงานผล", code="solved_as_wished", text="ซ่อมเสาแล้ว", done_on="๑ พ.ย. ๒๕๖๙"),
    )
    taken = carrier.bring()
    assert (taken.signed_for, taken.done, taken.repeated) == (1, 3, False)
    assert (state(leg), leg.agency_reference) == (LegState.FINAL, "มท 0810/55")
    assert [r.kind for r in leg.reports.all()] == ["progress", "final"]
    assert leg.disclosures.get().receipt["claims"]["receiver"] == "MOI"
    receipt = read_receipt(taken.receipt, our_public_key)
    assert receipt.digest == digest((carrier.home / "back.damrong").read_bytes())


def test_the_same_file_and_the_same_rows_change_nothing(carrier: Carrier, leg: Leg) -> None:
    carrier.write(row(leg, "รับเรื่อง"), row(leg, "รายงานความคืบหน้า", text="ลงพื้นที่แล้ว"))
    content = carrier.answers()
    first = take_file(carrier.agency, content, "test")
    again = take_file(carrier.agency, content, "test")
    assert (again.repeated, again.done, again.receipt) == (True, 0, first.receipt)
    # Saved anew, with one more row.
    carrier.edit(lambda sheet: sheet.append(row(leg, "รายงานความคืบหน้า", text="สั่งซื้อเสาแล้ว")))
    assert carrier.bring().done == 1
    assert [r.text for r in leg.reports.all()] == ["ลงพื้นที่แล้ว", "สั่งซื้อเสาแล้ว"]


def test_one_wrong_cell_leaves_everything_as_it_was(carrier: Carrier, leg: Leg) -> None:
    other = released()
    outbox.send_leg(other.pk)
    carrier.fetch()
    carrier.write(
        row(leg, "รับเรื่อง"),
        row(other, "ส่งคืน", code="no_such_code", text="ไม่ใช่ของเรา"),
        row(other, "รายงานผล", code="solved_as_wished", text="เสร็จ", done_on="31 ก.พ. 2569"),
        row(other, "โทรหาแล้ว"),
        row(other, "รับทราบ", text="ทราบแล้ว"),
    )
    with pytest.raises(SheetRefused) as refused:
        carrier.bring()
    where = [(e.sheet, e.row, e.column, e.heading) for e in refused.value.errors]
    assert where == [
        ("คำตอบ", 3, "D", "รหัสเหตุผลหรือผล"),
        ("คำตอบ", 4, "F", "วันที่แล้วเสร็จ"),
        ("คำตอบ", 5, "C", "ทำอะไร"),
        ("คำตอบ", 6, "E", "ข้อความ"),
    ]
    assert all(e.th and e.en for e in refused.value.errors)
    assert (state(leg), state(other)) == (LegState.SENT, LegState.SENT)
    assert not InboundMessage.objects.exists()


def test_what_the_state_forbids_is_told_at_its_row_and_nothing_is_done(
    carrier: Carrier, leg: Leg
) -> None:
    carrier.write(
        row(leg, "ส่งคืน", code="not_ours", text="นอกเขต"),
        row(leg, "รับเรื่อง"),
        ["DD69-9999999-9", 1, "รับเรื่อง"],
    )
    with pytest.raises(SheetRefused) as refused:
        carrier.bring()
    assert [(e.row, e.column) for e in refused.value.errors] == [(3, "C"), (4, "A")]
    assert state(leg) == LegState.SENT


@pytest.mark.parametrize(
    "value", ["=1+1", '=HYPERLINK("http://example.org")', "=cmd|' /C calc'!A0"]
)
def test_a_formula_that_comes_back_is_refused(carrier: Carrier, leg: Leg, value: str) -> None:
    carrier.write(row(leg, "รายงานความคืบหน้า", text=value))
    with pytest.raises(SheetRefused) as refused:
        carrier.bring()
    assert [e.column for e in refused.value.errors] == ["E"]


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin"]
)
def test_macros_links_and_embedded_objects_are_refused(
    carrier: Carrier, leg: Leg, part: str
) -> None:
    with zipfile.ZipFile(carrier.workbook, "a") as archive:
        archive.writestr(part, b"\x00")
    with pytest.raises(Refused, match="macros"):
        carrier.bring()
    assert state(leg) == LegState.SENT


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
@example("=1+1")
@example("@SUM(A1)")
@example("-2+3")
def test_no_text_that_goes_out_is_a_formula(text: str) -> None:
    body = write(
        Type.SEND_BACK, {"instruction": text}, source="DAMRONG", recipient="MOI",
        subject="DD69-0000001-1/1", sequence=1,
    )  # fmt: skip
    book = load_workbook(io.BytesIO(workbook([read(body)], [])))
    cells = [cell for line in book["เรื่อง"].iter_rows(min_row=2) for cell in line if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert harmless(text) in {cell.value for cell in cells}


def test_any_bytes_for_a_workbook_are_refused_in_words() -> None:
    for content in (b"", b"PK\x03\x04", b"\x00" * 500, empty_zip()):
        with pytest.raises(Refused):
            read_answers(content)


def empty_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return target.getvalue()


def altered(content: bytes) -> Iterator[bytes]:
    yield content[:-20]
    yield content[:200] + (b"A" if content[200:201] != b"A" else b"B") + content[201:]
    yield b"not a bundle"
    yield b""


def test_an_altered_or_foreign_file_is_refused_whole(
    carrier: Carrier, leg: Leg, tmp_path: Path
) -> None:
    carrier.write(row(leg, "รับเรื่อง"))
    for content in altered(carrier.answers()):
        with pytest.raises(Refused):
            take_file(carrier.agency, content, "test")
    folder = tmp_path / "moj"
    folder.mkdir()
    stranger = Carrier(folder, "MOJ")
    stranger.fetch()
    with pytest.raises(Refused):  # signed by another agency's key
        take_file(carrier.agency, stranger.answers(), "test")
    with pytest.raises(Refused):  # what went out does not come in
        take_file(carrier.agency, (carrier.home / "out.damrong").read_bytes(), "test")
    assert state(leg) == LegState.SENT


def test_only_the_agency_s_key_opens_the_file(carrier: Carrier, leg: Leg, tmp_path: Path) -> None:
    content = make(carrier.agency, "test").content
    with pytest.raises(BadBundle):
        open_bundle(content, "MOI", make_keys(tmp_path / "thief"), our_jwks(), tmp_path / "x")
    own = read_keys(carrier.home / "keys")
    forged = our_jwks() | {"keys": own.public()["keys"]}
    with pytest.raises(BadBundle):  # not signed by a key that the agency takes for the centre's
        open_bundle(content, "MOI", own, forged, tmp_path / "y")


def test_an_agreement_that_ended_keeps_the_matter_out_of_the_file(carrier: Carrier) -> None:
    leg = released()
    outbox.send_leg(leg.pk)
    Agreement.objects.filter(pk=leg.agreement_id).update(suspended=True)
    assert make(carrier.agency, "test").row.messages == 0
    assert (state(leg), leg.outbound.get().state) == (LegState.SEND_FAILED, "dead")


def test_what_was_recalled_before_the_file_was_made_is_not_in_it(carrier: Carrier) -> None:
    leg = released()
    outbox.send_leg(leg.pk)
    OutboundMessage.objects.filter(leg=leg).update(state="withdrawn")
    assert make(carrier.agency, "test").row.messages == 0


def test_without_a_key_to_encrypt_to_nothing_goes_by_file() -> None:
    Agency.objects.filter(pk="MOI").update(connector="portal")
    with pytest.raises(VerbRefused):
        move("MOI", "file", "test")
    Agency.objects.filter(pk="MOI").update(connector="file")
    leg = released()
    outbox.send_leg(leg.pk)
    assert state(leg) == LegState.SEND_FAILED
    with pytest.raises(VerbRefused):
        make(Agency.objects.get(pk="MOI"), "test")


def test_the_published_keys_tell_what_each_is_for(carrier: Carrier) -> None:
    assert [key["use"] for key in json.loads(json.dumps(our_jwks()))["keys"]] == ["sig", "enc"]


def test_headings_that_were_changed_are_refused(carrier: Carrier, leg: Leg) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet["C1"] = "สถานะ"

    carrier.edit(rename)
    with pytest.raises(Refused):
        carrier.bring()
    assert state(leg) == LegState.SENT


@pytest.fixture
def with_a_picture(
    monkeypatch: pytest.MonkeyPatch, files_home: None, tmp_path: Path
) -> tuple[Carrier, Leg]:
    """A matter with a picture that an officer let go, to an agency that exchanges by file."""
    carrier = Carrier(tmp_path, "MOL")
    monkeypatch.setattr(release_files, "examine", given_files.found(given_files.FACE))
    case, leg = given_files.with_files(given_files.picture())
    officer = make_person(Role.CENTRE_HEAD)
    drawn = newest(case.attachments.get())
    assert drawn
    release_files.let_go(case.number, 1, drawn.attachment_id, officer, drawn.sha256, leaves=True)
    release_leg(case.number, 1, officer, preview(case, leg, officer).digest)
    outbox.send_leg(leg.pk)
    leg.refresh_from_db()
    return carrier, leg


def test_the_bundle_carries_the_files_that_its_referral_tells_of(
    with_a_picture: tuple[Carrier, Leg],
) -> None:
    carrier, leg = with_a_picture
    carrier.fetch()
    assert leg.extract
    [sent] = leg.extract["attachments"]
    got = carrier.home / "work" / "files" / f"{leg.case.number}-1" / sent["name"]
    assert digest(got.read_bytes()) == sent["sha256"]
    assert not any(secret.encode() in got.read_bytes() for secret in given_files.CANARIES)
    logged = AuditRecord.objects.get(event="file_fetched")
    assert (logged.actor, logged.data["digest"]) == ("test", sent["sha256"])
    carrier.bring()
    assert state(leg) == LegState.DELIVERED


def test_a_file_stays_where_the_agreement_ended_or_the_matter_was_taken_back(
    with_a_picture: tuple[Carrier, Leg],
) -> None:
    carrier, leg = with_a_picture
    Agreement.objects.filter(pk=leg.agreement_id).update(suspended=True)
    carrier.fetch()
    assert not (carrier.home / "work" / "files").exists()
    assert not AuditRecord.objects.filter(event="file_fetched").exists()


def test_a_file_that_no_message_tells_of_makes_the_bundle_bad(
    with_a_picture: tuple[Carrier, Leg], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    carrier, leg = with_a_picture
    folder = f"files/{leg.case.number}-1"
    for name, content in (
        (f"{folder}/file-1.jpg", b"another picture"),
        (f"{folder}/file-9.jpg", b"one more"),
        ("files/../../away.jpg", b"elsewhere"),
    ):
        with monkeypatch.context() as altered:
            altered.setattr(
                "damrong.exchange.connectors.file.making._files_of",
                lambda message, actor, name=name, content=content: {name: content},
            )
            bundle = make(carrier.agency, "test").content
        own = read_keys(carrier.home / "keys")
        with pytest.raises(BadBundle):
            open_bundle(bundle, "MOL", own, our_jwks(), tmp_path / "bad")
        assert not (tmp_path / "bad").exists()
