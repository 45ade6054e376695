"""The kinds and states of a data subject's request, and every move between the states."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What somebody may ask of the data that is held about them."""

    ACCESS = "access", "ขอดูและขอสำเนา"
    CORRECTION = "correction", "ขอแก้ไขให้ถูกต้อง"
    OBJECTION = "objection", "คัดค้านการใช้และการส่งต่อ"
    ERASURE = "erasure", "ขอให้ลบ"
    RESTRICTION = "restriction", "ขอให้ระงับการใช้"


class State(TextChoices):
    """Where a request stands."""

    ASKED = "asked", "รอพิจารณา"
    GRANTED = "granted", "รับคำขอแล้ว"
    REFUSED = "refused", "ปฏิเสธคำขอ"
    WITHDRAWN = "withdrawn", "ผู้ขอถอนคำขอ"
    DONE = "done", "ดำเนินการแล้ว"


class Door(TextChoices):
    """How a request came in."""

    TRACKING = "tracking", "หน้าติดตามเรื่อง"
    COUNTER = "counter", "ที่เคาน์เตอร์"
    LETTER = "letter", "หนังสือ"


class Proof(TextChoices):
    """How it was proven that whoever asks is the person, or stands for them."""

    CODE = "code", "รหัสติดตามของเรื่อง"
    CARD = "card", "เจ้าหน้าที่เห็นบัตรประชาชนตัวจริง"
    COPY = "copy", "สำเนาบัตรประชาชนที่รับรองแล้ว"
    ATTORNEY = "attorney", "หนังสือมอบอำนาจพร้อมบัตรของทั้งสองคน"


MOVES: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN}),
    # What was agreed to and is still to be carried out, or stands until it is ended.
    State.GRANTED: frozenset({State.DONE, State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DONE: frozenset(),
}
# While such a request waits, and once it is granted, nothing more of its case leaves.
STOPS = frozenset({Kind.OBJECTION, Kind.RESTRICTION})
