"""Places that only say where: "in front of the school" tells nothing of schools."""

import re

_BESIDE = (
    r"(?:ด้านหน้า|ด้านหลัง|ด้านข้าง|หน้า|ข้าง|หลัง|ใกล้|ตรงข้าม|เยื้อง|แถว|ติดกับ|เลย|ก่อนถึง|ปากทางเข้า|ทางเข้า)"
)
_LANDMARK = r"(?:โรงเรียน|ร\.ร\.|รร\.|วัด|โรงพยาบาล|รพ\.|สถานีตำรวจ|โรงพัก|สภ\.|ที่ว่าการอำเภอ|ศาลากลาง|ธนาคาร|มหาวิทยาลัย|วิทยาลัย)"
_SAYS_WHERE = re.compile(rf"({_BESIDE}[ \t]?(?:ๆ[ \t]?|กับ)?){_LANDMARK}")


def without_landmarks(text: str) -> str:
    """The text without the word for what something stands beside; the same text if it names none.

    For telling what a matter is about. Whoever looks for danger reads the text as it is: a dealer
    in front of a school is another matter than a dealer.
    """
    return _SAYS_WHERE.sub(r"\1", text)
