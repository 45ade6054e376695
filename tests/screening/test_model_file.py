"""A model file that is missing or altered: screening says so and leaves everything to officers."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from damrong.screening.batch import screen_file
from damrong.screening.model import using
from damrong.screening.model_file import DIGEST, NAME, WORDS_ONLY, Model, digest_beside, read

CLEAR = "ไฟส่องสว่างริมถนนดับหลายต้น ฝาท่อระบายน้ำชำรุดด้วย ขอให้มาซ่อมแซม"
TEXTS = [CLEAR, "ขอบคุณเจ้าหน้าที่มากค่ะ", "", "ผมไม่อยากมีชีวิตอยู่แล้ว", "นายจ้างค้างค่าจ้างสามเดือน"]


def read_from(folder: Path) -> Model:
    return read(folder / NAME, digest_beside(folder / NAME))


def missing(folder: Path) -> None:
    (folder / NAME).unlink()


def without_digest(folder: Path) -> None:
    (folder / DIGEST).unlink()


def altered(folder: Path) -> None:
    raw = bytearray((folder / NAME).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / NAME).write_bytes(bytes(raw))


def cut_short(folder: Path) -> None:
    (folder / NAME).write_bytes((folder / NAME).read_bytes()[:1000])


@pytest.mark.parametrize("harm", [missing, without_digest, altered, cut_short])
def test_without_a_sound_model_every_case_waits_for_an_officer_and_none_is_lost(
    tmp_path, caplog, harm
):
    folder = tmp_path / "model"
    shutil.copytree(str(files("damrong.screening") / "model"), folder)
    assert read_from(folder) is not WORDS_ONLY
    harm(folder)
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"text": text}) for text in TEXTS), encoding="utf-8")
    with using(read_from(folder)):
        screen_file(source, target, lambda *_: None)
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(found) == len(TEXTS)
    assert all(line["needs_officer"] and not line["auto"] for line in found)
    assert all("words only" in line["model"] for line in found)
    assert [line["primary_agency"] for line in found][-1] == "MOL"
    assert "waits for an officer" in caplog.text
