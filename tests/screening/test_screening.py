"""What screening suggests, through its public door."""

import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.screening.batch import BadLine, screen_file
from damrong.screening.data import load
from damrong.screening.model import opinion, using
from damrong.screening.model_file import NAME, from_stored
from damrong.screening.screen import Submission, screen, to_line
from damrong.screening.topics import LOCAL
from damrong.screening.train import digest_of_inputs, situations, train

BANGKOK = {"province": "กรุงเทพมหานคร", "district": "บางรัก", "subdistrict": None}
LAMPANG = {"province": "ลำปาง", "district": "เกาะคา", "subdistrict": "ศาลา"}
CLEAR = "ไฟส่องสว่างริมถนนดับหลายต้น ฝาท่อระบายน้ำชำรุดด้วย ขอให้มาซ่อมแซม"
REMARKS = [
    "ผมไม่อยากมีชีวิตอยู่แล้ว",
    "เจ้าหน้าที่เรียกรับเงินใต้โต๊ะ",
    "แถวนี้ขายยาบ้า",
    "สามีทำร้ายร่างกายภรรยา",
    "มีคนถูกยึดพาสปอร์ต",
    "อย่าบอกว่าใครแจ้ง",
    "เด็กหญิงถูกล่วงละเมิด",
    "มีผู้มีอิทธิพลหนุนหลัง",
]


def line(text, place=BANGKOK):
    return to_line(screen(Submission("1", text, "web", None, place)))


@pytest.mark.parametrize(
    ("entry", "text"), [(e, text) for e in load("topics.yaml") for text in e["example"]]
)
def test_every_example_of_a_mandate_reaches_its_agency(entry, text):
    agency = "MOI" if entry["agency"] == LOCAL else entry["agency"]
    assert line(text, LAMPANG)["primary_agency"] == agency


def test_city_matters_go_to_the_city_inside_bangkok_only():
    assert line(CLEAR)["primary_agency"] == "BMA"
    assert line(CLEAR, LAMPANG)["primary_agency"] == "MOI"


def test_a_clear_matter_may_go_by_itself():
    assert line(CLEAR)["auto"] is True


@settings(max_examples=60, deadline=None)
@given(remark=st.sampled_from(REMARKS), at=st.integers(0, 4), filling=st.integers(0, 40))
def test_a_sensitive_remark_anywhere_stops_a_clear_case(remark, at, filling):
    pieces = (CLEAR + " มืดมาก" * filling).split(" ")
    pieces.insert(at * len(pieces) // 4, remark)
    found = line(" ".join(pieces))
    assert found["needs_officer"] is True
    assert found["auto"] is False


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gives_a_whole_line_with_offsets_inside_it(text):
    found = line(text)
    assert all(0 <= span["start"] < span["end"] <= len(text) for span in found["pii"])
    assert (found["primary_agency"] is None) == (found["agencies"] == [])
    assert found == line(text)


def test_a_foreign_text_waits_for_a_translator():
    found = line("The road in front of my house has been broken for three months, please help")
    assert found["needs_officer"] is True
    assert found["kind"] == "unprocessable"


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\x00", "😀"])
def test_a_text_that_says_nothing_goes_nowhere(text):
    found = line(text)
    assert found["kind"] == "unprocessable"
    assert found["agencies"] == []


def test_the_committed_model_was_made_from_the_lists_beside_it():
    version = line(CLEAR)["model"]
    assert version.endswith(digest_of_inputs())
    assert len((files("damrong.screening") / "model" / NAME).read_bytes()) < 3_000_000


def test_the_committed_model_says_what_the_training_program_makes_of_the_situations():
    texts = [text for _, _, text in situations()][::25]
    committed = [opinion(text).kinds for text in texts]
    with using(from_stored(train())):
        made = [opinion(text).kinds for text in texts]
    for one, other in zip(committed, made, strict=True):
        assert one == pytest.approx(other, abs=0.01)


def test_a_text_of_a_megabyte_is_read_to_its_end():
    text = CLEAR + " ไฟดับมืดมาก" * 90_000
    assert len(text.encode()) > 1_000_000
    found = line(text + " ผมไม่อยากมีชีวิตอยู่แล้ว")
    assert found["urgency"] == "life"
    assert found["auto"] is False
    assert found["primary_agency"] is not None


def test_thai_digits_count_as_digits():
    assert "minor" in {s["reason"] for s in line("ลูกสาวอายุ ๑๒ ปีถูกครูตี")["sensitive"]}
    assert "1111" in json.dumps(line("ร้องสายด่วน ๑๑๑๑ แล้วเงียบ")["agencies"])


@pytest.mark.parametrize(
    "entry", [e for e in load("topics.yaml") if e.get("guarded")], ids=lambda e: e["id"]
)
def test_a_matter_that_may_hurt_somebody_never_goes_by_itself(entry):
    for text in entry["example"]:
        assert line(f"{text} ขอให้หน่วยงานที่เกี่ยวข้องตรวจสอบ", LAMPANG)["auto"] is False


def run(tmp_path, lines):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    count = screen_file(source, target, lambda *_: None)
    return count, [json.loads(row) for row in target.read_text(encoding="utf-8").splitlines()]


def test_a_file_keeps_its_order_and_links_repeats_both_ways(tmp_path):
    story = "ท่อประปาหน้าวัดศรีบุญเรืองแตก น้ำพุ่งท่วมถนน ร้านก๋วยเตี๋ยวป้าแดงขายของไม่ได้"
    other = "ค่าน้ำเดือนนี้แพงผิดปกติ อยากให้มาตรวจมิเตอร์ที่บ้านด้วยครับ"
    rows = [
        {"id": "a", "text": story, "place": LAMPANG},
        {"id": "b", "text": other, "place": LAMPANG},
        {"id": "c", "text": story + " รีบมาด่วน", "place": LAMPANG},
        {"id": "d", "text": story, "place": BANGKOK},
        {"id": "e"},
    ]
    count, found = run(tmp_path, [json.dumps(row) for row in rows])
    assert count == 5
    assert [row["id"] for row in found] == ["a", "b", "c", "d", "e"]
    assert [row["same_incident_as"] for row in found] == [["c"], [], ["a"], [], []]


@pytest.mark.parametrize("bad", ["{", "[1]", '{"text": 5}', '{"received_on": "yesterday"}'])
def test_a_bad_line_is_named_by_its_number_and_nothing_is_written(tmp_path, bad):
    with pytest.raises(BadLine) as caught:
        run(tmp_path, ['{"text": "ถนนพัง"}', bad])
    assert "บรรทัดที่ 2" in caught.value.th
    assert "Line 2" in caught.value.en
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("border", load("borders.yaml"), ids=lambda border: border["why"])
def test_where_mandates_meet_the_matter_goes_to_its_own_agency(border):
    place = {"province": border["place"]} if "place" in border else LAMPANG
    assert line(border["text"], place)["primary_agency"] == border["agency"] != border["not"]
