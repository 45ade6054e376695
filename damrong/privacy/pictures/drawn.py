"""Pictures of letters, plates and signs that the project draws itself, and where they tell of somebody.

People, numbers and plates are invented. Writing is drawn in the fonts of the screens, so that the
same pictures come out on every machine. No faces: a drawn face says nothing of a photograph.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from damrong.privacy.name_lists import family_names, given_names
from damrong.privacy.pictures.boxes import Box
from damrong.privacy.training.invented_names import HELD_OUT, part_of

SIZE = (1_200, 900)  # pixels
WAYS = ("clean", "small", "blurred", "compressed", "tilted")
HARMLESS = "harmless"
_FONTS = Path(__file__).parents[2] / "config/static/vendor/fonts"
_RUN = re.compile(r"[\u0e00-\u0e7f]+|[^\u0e00-\u0e7f]+")
_CONSONANTS = "กขคฆงจฉชฌญฎฐฒณดตถทธนบผพภมยรลวศษสหฬอ"
"""Of the letters on plates."""
_ABOUT = (
    "ถนนหน้าตลาดชำรุดเป็นหลุมลึกหลายแห่ง", "ไฟส่องสว่างริมคลองดับมานานแล้ว",
    "ขอให้เก็บขยะที่ตกค้างหน้าโรงเรียน", "น้ำท่วมขังทุกครั้งที่ฝนตกหนัก",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A picture as PNG or JPEG, how it was drawn, and its pieces: personal ones and harmless ones."""

    way: str
    content_type: str
    content: bytes
    personal: tuple[Box, ...]
    harmless: tuple[Box, ...]


def pictures(count: int, seed: int) -> Iterator[Drawn]:
    """The same pictures for the same arguments, letters and plates by turns, in each way."""
    random = Random(seed)  # noqa: S311 - draws examples
    for _, way, plate in zip(range(count), itertools.cycle(WAYS), itertools.cycle((0, 0, 1))):
        yield _drawn(_plate(random) if plate else _letter(random), way, random)


Piece = tuple[str, str]  # kind, text


def _letter(random: Random) -> list[list[Piece]]:
    return [
        [(HARMLESS, "เรื่องที่ร้องทุกข์"), (HARMLESS, random.choice(_ABOUT))],
        [(HARMLESS, "ลงชื่อ"), ("person_name", f"นาย{_name(given_names(), random)} {_name(family_names(), random)}")],
        [(HARMLESS, "โทร"), ("phone", f"08{random.randint(1, 9)}-{random.randint(100, 999)}-{random.randint(1000, 9999)}")],
        [(HARMLESS, "เลขประจำตัวประชาชน"), ("national_id", _national_id(random))],
        [(HARMLESS, random.choice(_ABOUT))],
    ]  # fmt: skip


def _plate(random: Random) -> list[list[Piece]]:
    letters = "".join(random.choice(_CONSONANTS) for _ in "xx")
    province = random.choice(("กรุงเทพมหานคร", "เชียงใหม่", "ขอนแก่น", "สงขลา"))
    return [
        [("plate", f"{random.randint(1, 9)}{letters} {random.randint(1000, 9999)}")],
        [("plate", province)],
        [(HARMLESS, random.choice(_ABOUT))],
    ]


def _name(names: frozenset[str] | tuple[str, ...], random: Random) -> str:
    return random.choice(sorted(name for name in names if part_of(name) == HELD_OUT))


def _national_id(random: Random) -> str:
    digits = [random.randint(1, 8), *(random.randint(0, 9) for _ in range(11))]
    digits.append((11 - sum((13 - at) * digit for at, digit in enumerate(digits)) % 11) % 10)
    a = "".join(map(str, digits))
    return f"{a[0]}-{a[1:5]}-{a[5:10]}-{a[10:12]}-{a[12]}"


def _drawn(lines: list[list[Piece]], way: str, random: Random) -> Drawn:
    picture = Image.new("RGB", SIZE, (random.randint(225, 255),) * 3)
    draw = ImageDraw.Draw(picture)
    height = 22 if way == "small" else random.randint(30, 44)
    boxes: list[Box] = []
    for row, line in enumerate(lines):
        x, y = 80.0, 100 + row * height * 3
        for kind, text in line:
            left = x
            for run in _RUN.findall(text):
                font = _font("thai" if "\u0e00" <= run[0] <= "\u0e7f" else "latin", height)
                draw.text((x, y + height), run, font=font, fill=(20, 20, 40), anchor="ls")
                x += draw.textlength(run, font=font)
            # From the foot of the letters to their head, without marks above and below.
            place = (round(left), y + round(height * 0.35), round(x - left), round(height * 0.65))
            boxes.append(Box(0, *place, "other" if kind == HARMLESS else kind))
            x += height / 2
    if way == "blurred":
        picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    if way == "tilted":
        # Of a turn this small the boxes stay right but for a few pixels.
        picture = picture.rotate(0.6, Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    kind = "image/jpeg" if way == "compressed" else "image/png"
    picture.save(out, "JPEG", quality=30) if kind == "image/jpeg" else picture.save(out, "PNG")
    return Drawn(
        way, kind, out.getvalue(),
        tuple(box for box in boxes if box.kind != "other"),
        tuple(box for box in boxes if box.kind == "other"),
    )  # fmt: skip


@cache
def _font(script: str, height: int) -> ImageFont.FreeTypeFont:
    file = _FONTS / f"noto-sans-thai-looped-{script}-400-normal.woff2"
    return ImageFont.truetype(str(file), height)
