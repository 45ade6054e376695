"""``damrong import``: what offices kept elsewhere comes in once, and what cannot is told row by row."""

import csv
import datetime
import io
import json
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook

from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Party
from damrong.intake.import_file import ImportRefused, ImportReport, import_file
from damrong.vault import seal
from damrong.vault.models import SealedIdentity

pytestmark = pytest.mark.usefixtures("reference_data", "files_home")

EXAMPLE = Path(__file__).parents[2] / "docs" / "import-example.csv"
HEADINGS = ["เลขที่เรื่องเดิม", "วันที่รับเรื่อง", "ช่องทาง", "การเปิดเผยตัวตน", "ชื่อผู้ร้อง", "โทรศัพท์",
            "จังหวัด", "อำเภอ", "รายละเอียด"]  # fmt: skip


def legacy_row(number: int, /, **changed: str) -> list[str]:
    """One row as an old provincial system exported it."""
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=number % 300)
    row = {
        "number": f"ชม {number}/2567",
        "received": f"{day.day}/{day.month}/{day.year + 543}",
        "channel": ("โทรศัพท์/สายด่วน 1567", "walk-in", "letter")[number % 3],
        "mode": ("ปกปิดตัวตน", "เปิดเผย", "ไม่ประสงค์ออกนาม")[number % 3],
        "name": f"นายสมมติ ลำดับที่{number}",
        "phone": f"08100{number:05d}",
        "province": "เชียงใหม่",
        "district": ("เมือง", "หางดง", "สันทราย")[number % 3],
        "text": f"ไฟถนนหน้าบ้านหลักกิโลเมตรที่ {number} ดับมาสามคืน\nขอให้มาซ่อม",
    }
    return list((row | changed).values())


def write_csv(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def write_lines(path: Path, *rows: Any) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows))
    return path


def counts(report: ImportReport) -> tuple[int, int, int]:
    for row in report.rejected:
        assert any("ก" <= c <= "๙" for c in row["reason_th"])
        assert sum(c.isascii() for c in row["reason_en"]) > 0.8 * len(row["reason_en"])
    return report.accepted, report.already, len(report.rejected)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_thousand_old_rows_come_in_once_however_often_they_are_imported(
    tmp_path: Path, kind: str
) -> None:
    rows = [HEADINGS, *(legacy_row(n) for n in range(2_000))]
    write = {"csv": write_csv, "xlsx": write_xlsx}[kind]
    file = write(tmp_path / f"old.{kind}", rows)
    assert counts(import_file(file)) == (2_000, 0, 0)
    assert counts(import_file(file)) == (0, 2_000, 0)
    assert Case.objects.count() == 2_000
    old = set(Case.objects.values_list("legacy_number", flat=True))
    assert old == {f"ชม {n}/2567" for n in range(2_000)}
    # Two rows of three may be known by name; the third gave one and wished not to be named.
    assert SealedIdentity.objects.count() == sum(n % 3 != 2 for n in range(2_000))


def test_the_example_of_the_documentation_comes_in(tmp_path: Path) -> None:
    assert counts(import_file(EXAMPLE)) == (3, 0, 0)
    first = Case.objects.get(legacy_number="ชม 101/2567")
    assert (first.channel, first.identity_mode) == ("phone", "concealed")
    assert first.place_id == "500101"
    assert first.received_on == datetime.date(2024, 3, 12)
    assert first.narrative == "ไฟถนนหน้าตลาดดับมาสามคืน\nมืดมาก ขอให้มาซ่อม"
    reference = Party.objects.get(case=first).vault_reference
    assert reference is not None
    assert seal.open_identity(reference).phone == "0810000101"
    letter = Case.objects.get(legacy_number="ชม 103/2567")
    assert letter.identity_mode == "anonymous-letter"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
def test_a_csv_is_read_in_the_encodings_of_thai_offices(tmp_path: Path, encoding: str) -> None:
    file = write_csv(tmp_path / "a.csv", [HEADINGS, legacy_row(1)], encoding)
    assert counts(import_file(file)) == (1, 0, 0)
    assert Case.objects.get().narrative == legacy_row(1)[-1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_with_the_usual_delimiters(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    with file.open("w", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([HEADINGS, legacy_row(1)])
    assert counts(import_file(file)) == (1, 0, 0)


def test_csv_excel_and_json_lines_of_the_same_row_are_the_same_row(tmp_path: Path) -> None:
    row = legacy_row(7, received="14/3/2567")
    assert counts(import_file(write_csv(tmp_path / "a.csv", [HEADINGS, row]))) == (1, 0, 0)
    typed: list[Any] = [*row]
    typed[1], typed[5] = datetime.datetime(2024, 3, 14), int(row[5])
    assert counts(import_file(write_xlsx(tmp_path / "a.xlsx", [HEADINGS, typed]))) == (0, 1, 0)
    as_object = dict(zip(HEADINGS, row, strict=True)) | {"วันที่รับเรื่อง": "๑๔ มี.ค. ๒๕๖๗"}
    assert counts(import_file(write_lines(tmp_path / "a.jsonl", as_object))) == (0, 1, 0)
    assert Case.objects.count() == 1


def test_json_lines_may_be_nested_as_in_the_interface(tmp_path: Path) -> None:
    row = {
        "legacy_number": "J-1",
        "text": "ท่อประปาแตก",
        "identity_mode": "concealed",
        "complainant": {"name": "นางสมมติ ในไฟล์", "phone": "0810000222"},
        "place": {"province": "เชียงใหม่", "district": "อำเภอเมือง"},
    }
    assert counts(import_file(write_lines(tmp_path / "a.jsonl", row))) == (1, 0, 0)
    assert Case.objects.get().place_id == "5001"


def test_a_changed_row_under_a_known_number_is_told_and_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    import_file(write_csv(file, [HEADINGS, legacy_row(1), legacy_row(2)]))
    changed = [HEADINGS, legacy_row(1), legacy_row(2, text="เรื่องใหม่ที่ต่างไป")]
    report = import_file(write_csv(file, changed))
    assert counts(report) == (0, 1, 1)
    assert report.rejected[0]["row"] == 3
    assert Case.objects.get(legacy_number="ชม 2/2567").narrative == legacy_row(2)[-1]


def test_the_same_number_of_another_system_is_another_case(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [HEADINGS, legacy_row(1)])
    other = write_csv(tmp_path / "b.csv", [HEADINGS, legacy_row(1, text="น้ำท่วมถนน")])
    assert counts(import_file(file, source="เชียงใหม่")) == (1, 0, 0)
    assert counts(import_file(other, source="ลำพูน")) == (1, 0, 0)
    named = [[*HEADINGS, "แหล่งข้อมูล"], [*legacy_row(1), "เชียงใหม่"]]
    assert counts(import_file(write_csv(tmp_path / "c.csv", named))) == (0, 1, 0)
    assert Case.objects.filter(legacy_number="ชม 1/2567").count() == 2


def test_rows_without_a_number_get_one_of_their_own_that_stays(tmp_path: Path) -> None:
    rows = [HEADINGS[1:], legacy_row(1)[1:], legacy_row(2)[1:], legacy_row(1)[1:]]
    file = write_csv(tmp_path / "a.csv", rows)
    assert counts(import_file(file)) == (2, 1, 0)
    assert counts(import_file(file)) == (0, 3, 0)
    numbers = set(Case.objects.values_list("legacy_number", flat=True))
    assert len(numbers) == 2
    assert all(number.startswith("ROW-") for number in numbers)


def test_a_partners_matter_is_one_case_by_file_too(tmp_path: Path) -> None:
    row = {"text": "ขอความเป็นธรรม", "source_agency": "OMB", "source_reference": "ผผ 9/2567"}
    file = write_lines(tmp_path / "a.jsonl", row | {"id": "1"}, row | {"id": "2"})
    assert counts(import_file(file)) == (1, 1, 0)
    assert counts(import_file(file)) == (0, 2, 0)
    other = write_lines(tmp_path / "b.jsonl", row | {"id": "3", "text": "เรื่องอื่น"})
    assert counts(import_file(other)) == (0, 0, 1)


WRONG = {
    "ไม่มีข้อความ": {"text": "  "},
    "ช่องทางแปลก": {"channel": "นกพิราบ"},
    "จังหวัดแปลก": {"province": "เมืองสมมติ"},
    "วันที่ปีสองหลัก": {"received": "1/2/67"},
    "วันที่ไม่มีจริง": {"received": "31/2/2567"},
    "วันที่อนาคต": {"received": "1/1/2600"},
    "เบอร์ผิด": {"phone": "12"},
    "ข้อความยาว": {"text": "ก" * 100_001},
    "NUL": {"text": "ไฟ\x00ดับ"},
    "เลขยาว": {"number": "1" * 61},
}


def test_each_wrong_row_is_told_and_stops_no_other(tmp_path: Path) -> None:
    rows = [HEADINGS]
    for place, changed in enumerate(WRONG.values()):
        rows += [legacy_row(100 + 3 * place), legacy_row(201 + 3 * place, **changed)]
    rows.append(legacy_row(999))
    report = import_file(write_csv(tmp_path / "a.csv", rows))
    assert counts(report) == (len(WRONG) + 1, 0, len(WRONG))
    assert [row["row"] for row in report.rejected] == [3 + 2 * n for n in range(len(WRONG))]


def test_a_row_of_broken_bytes_stops_no_other(tmp_path: Path) -> None:
    head, good, *_ = _lines([HEADINGS, legacy_row(1, text="ไฟดับ")])
    broken = _lines([legacy_row(2, text="XX")])[0].replace(b"XX", b"\xff\xfe\xb8")
    last = _lines([legacy_row(3, text="ไฟดับ")])[0]
    file = tmp_path / "a.csv"
    file.write_bytes(b"".join([head, good, broken, last]))
    report = import_file(file)
    assert counts(report) == (2, 0, 1)
    assert report.rejected[0]["row"] == 3
    assert "UTF-8" in report.rejected[0]["reason_en"]


def _lines(rows: Sequence[Sequence[str]]) -> list[bytes]:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode().splitlines(keepends=True)


@pytest.mark.parametrize(
    "broken", ['"เปิดคำพูดแล้วไม่ปิด', 'ก,ข,"ค', "สั้นไป,สองช่อง", "," * 40 + "ยาวไป", "x" * 600_000]
)
def test_a_torn_line_costs_itself_alone(tmp_path: Path, broken: str) -> None:
    head, *good = _lines([HEADINGS, *(legacy_row(n, text=f"ไฟดับ {n}") for n in range(1, 41))])
    file = tmp_path / "a.csv"
    file.write_bytes(b"".join([head, *good[:20], broken.encode() + b"\r\n", *good[20:]]))
    report = import_file(file)
    assert counts(report) == (40, 0, 1)
    assert report.rejected[0]["row"] == 22


def test_wrong_types_in_json_lines_are_told_by_line(tmp_path: Path) -> None:
    rows: list[Any] = [
        {"text": "ไฟดับ 1"}, {"text": 5}, {"text": ["ไฟดับ"]}, "[]", "not json", "{", "[" * 5_000,
        {"text": "ไฟดับ", "place": "เชียงใหม่", "place_detail": "x"}, {"text": "ไฟดับ", "identiy_mode": "x"},
        {"text": "ไฟดับ", "complainant": {"nickname": "x"}}, {"text": "ไฟดับ", "wishes": 7},
        {"text": "ไฟดับ", "name": {"a": 1}}, '{"text": "\\ud800"}', {"text": "ไฟดับ 2"},
    ]  # fmt: skip
    report = import_file(write_lines(tmp_path / "a.jsonl", *rows))
    assert counts(report) == (2, 0, len(rows) - 2)
    assert [row["row"] for row in report.rejected] == list(range(2, len(rows)))


def test_wrong_types_in_excel_are_told_by_row(tmp_path: Path) -> None:
    head = ["เลขที่เรื่อง", "รายละเอียด", "วันที่รับเรื่อง", "ละติจูด", "ยินยอม"]
    head[-1] = "ยินยอมให้ส่งข้อมูล"
    rows: list[list[Any]] = [
        head,
        [1, "ไฟดับ", datetime.date(2024, 3, 12), None, None],
        [2, 55, None, None, None],
        [3, "ไฟดับ", datetime.time(3, 4), None, None],
        [4, "ไฟดับ", True, None, None],
        [5, "ไฟดับ", None, "สูง", None],
        [6, "ไฟดับ", None, None, "อาจจะ"],
        [None, None, None, None, None],
        [8.0, "ไฟดับ", datetime.datetime(2567, 3, 12), None, True],
    ]
    report = import_file(write_xlsx(tmp_path / "a.xlsx", rows))
    assert counts(report) == (2, 0, 5)
    assert [row["row"] for row in report.rejected] == [3, 4, 5, 6, 7]
    assert Case.objects.get(legacy_number="8").received_on == datetime.date(2024, 3, 12)


def _refused(file: Path) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        import_file(file)
    assert any("ก" <= c <= "๙" for c in caught.value.th)
    assert caught.value.en
    assert not Case.objects.exists()
    return caught.value


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize(
    "content",
    [b"", b" \n\n", bytes(range(256)) * 400, b"\x00" * 50_000, b"MZ\x90\x00" + b"\x00\x01" * 9_000],
    ids=["empty", "blank", "every byte", "NULs", "program"],
)
def test_what_is_no_table_is_refused_whole(tmp_path: Path, kind: str, content: bytes) -> None:
    file = tmp_path / f"a.{kind}"
    file.write_bytes(content)
    assert _refused(file).code in {"empty", "binary", "workbook"}


def test_an_empty_workbook_and_other_archives_are_refused(tmp_path: Path) -> None:
    assert _refused(write_xlsx(tmp_path / "a.xlsx", [])).code == "empty"
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert _refused(other).code == "workbook"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7")
    assert _refused(file).code == "kind"


def test_a_zip_bomb_is_refused_by_its_index(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", [HEADINGS, legacy_row(1)])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 120_000_000)
    assert _refused(file).code == "zip_bomb"


def test_entities_that_swell_in_a_workbook_are_refused(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", [HEADINGS, legacy_row(1)])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                body = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + body.replace("ชม", "&l9;")
            new.writestr(name, body)
    assert _refused(file).code == "workbook"


def test_a_sheet_that_breaks_off_keeps_what_was_read_and_says_so(tmp_path: Path) -> None:
    book = Workbook()
    for row in [HEADINGS, *(legacy_row(n) for n in range(9))]:
        book.active.append(row)
    good, file = tmp_path / "good.xlsx", tmp_path / "a.xlsx"
    book.save(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = body[: body.index(b'<row r="6"')]
            new.writestr(name, body)
    report = import_file(file)
    assert counts(report) == (4, 0, 1)
    assert report.rejected[0]["row"] == 6


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_file_without_headings_is_refused_without_repeating_its_first_row(
    tmp_path: Path, write: Any
) -> None:
    kind = "csv" if write is write_csv else "xlsx"
    refused = _refused(write(tmp_path / f"a.{kind}", [legacy_row(1), legacy_row(2)]))
    assert refused.code == "headings"
    assert "สมมติ" not in refused.th


def test_a_misspelt_heading_is_named_by_its_column_and_may_be_left_out(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "การเปิดเผยตัว"], [*legacy_row(1), "ปกปิด"]]
    refused = _refused(write_csv(tmp_path / "a.csv", rows))
    assert refused.code == "unknown_columns"
    assert " J " in refused.th
    rows[0][-1] = "#" + rows[0][-1]
    assert counts(import_file(write_csv(tmp_path / "b.csv", rows))) == (1, 0, 0)


def test_a_doubled_heading_is_refused(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "text"], [*legacy_row(1), "x"]]
    assert _refused(write_csv(tmp_path / "a.csv", rows)).code == "columns_twice"


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_fifty_megabytes_on_one_line_are_one_rejected_row(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"a.{kind}"
    with file.open("w") as out:
        if kind == "csv":
            out.write("id,text\n1,ไฟดับ\n2,")
            out.write("a" * 50_000_000 + "\n3,น้ำท่วม\n")
        else:
            out.write('{"id":"1","text":"ไฟดับ"}\n{"text":"')
            out.write("a" * 50_000_000 + '"}\n{"id":"3","text":"น้ำท่วม"}\n')
    assert counts(import_file(file)) == (2, 0, 1)


def test_fifty_megabytes_of_wrong_rows_are_not_all_listed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n" + "1,ไฟดับ\n" + "x\n" * 25_000_000)
    report = import_file(file)
    assert report.accepted == 1
    assert len(report.rejected) == 10_001
    assert "10,000" in report.rejected[-1]["reason_en"]


def test_neither_report_nor_log_holds_who_somebody_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = {"name": "นายลับมาก ห้ามรั่ว", "phone": "08-1234-LEAK"}
    rows = [HEADINGS, legacy_row(1, **secret), legacy_row(2, **secret, text="\x01\x02\x03")]
    report = import_file(write_csv(tmp_path / "a.csv", rows))
    nested = {"text": "ไฟดับ", "นายลับมาก": "x", "complainant": {"ห้ามรั่ว": "1"}}
    lines = import_file(write_lines(tmp_path / "a.jsonl", nested, '{"name": "นายลับมาก'))
    assert (counts(report)[2], counts(lines)[2]) == (2, 2)
    told = str([*report.rejected, *lines.rejected]) + caplog.text
    for word in ("ลับมาก", "ห้ามรั่ว", "LEAK", "1234"):
        assert word not in told


def test_the_log_keeps_what_was_imported_by_digest_and_count(tmp_path: Path) -> None:
    import_file(write_csv(tmp_path / "a.csv", [HEADINGS, legacy_row(1), ["", "", "x"]]))
    record = AuditRecord.objects.get(stream="imports")
    assert (record.data["accepted"], record.data["rejected"]) == (1, 1)
    assert len(record.data["sha256"]) == 64


_cell = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('\n\r\t",'),
    max_size=20,
)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(_cell, _cell), max_size=6), tail=st.binary(max_size=8))
def test_whatever_stands_in_a_csv_every_row_is_counted_and_a_second_time_adds_nothing(
    tmp_path: Path, rows: list[tuple[str, str]], tail: bytes
) -> None:
    file = tmp_path / "a.csv"
    written = _lines([["id", "text"], *rows])
    file.write_bytes(b"".join(written) + tail)
    before = Case.objects.count()
    first = import_file(file)
    assert Case.objects.count() == before + first.accepted
    second = import_file(file)
    assert second.accepted == 0
    assert second.already == first.accepted + first.already
    assert [r["row"] for r in second.rejected] == [r["row"] for r in first.rejected]
