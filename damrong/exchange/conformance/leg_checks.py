"""The life of a matter: once, in order, and what may follow what."""

import json
from concurrent.futures import ThreadPoolExecutor

from damrong.exchange.conformance.check import Checks
from damrong.exchange.conformance.probe import WORDS, Failed, Probe
from damrong.exchange.protocol import Type

LEG_CHECKS = Checks()
_owes = LEG_CHECKS.owes
_ONCE = (
    "เก็บรหัส id ของทุกข้อความ เมื่อมาซ้ำให้ตอบ 200 ด้วยใบรับฉบับแรก ไม่ทำงานซ้ำ",
    "Keep the id of every message; answer a repetition with 200 and the first receipt, and do nothing.",
)


@_owes(
    "repeated", "Repetition, order, loss", "ข้อความซ้ำ ได้ 200 และใบรับฉบับแรก",
    "A repetition gets 200 and the first receipt.", mend=_ONCE,
)  # fmt: skip
def _repeated(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    first = probe.taken(body)
    if probe.taken(body, status=200) != first:
        raise Failed("ใบรับครั้งที่สองไม่ใช่ฉบับแรก", "The second receipt is not the first one.")


@_owes(
    "both_at_once", "Repetition, order, loss", "สองครั้งพร้อมกัน ได้ใบรับฉบับเดียวกัน",
    "Twice at the same moment gets one receipt.",
    mend=("ใช้ข้อกำหนด UNIQUE ของฐานข้อมูลบนรหัสข้อความ แล้วตอบด้วยใบรับที่เก็บไว้",
          "Let a UNIQUE constraint on the id decide, and answer with the receipt that was kept."),
)  # fmt: skip
def _both_at_once(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(probe.post, [body] * 4))
    receipts = {answer.members.get("receipt") for answer in answers}
    if {answer.status for answer in answers} - {200, 201} or len(receipts) != 1:
        raise Failed(
            f"ได้ใบรับต่างกัน {len(receipts)} ฉบับ สถานะ {sorted(a.status for a in answers)}",
            f"{len(receipts)} receipts, statuses {sorted(a.status for a in answers)}.",
        )
    probe.check_receipt(receipts.pop(), body)


@_owes(
    "id_reused", "Repetition, order, loss", "id เดิมแต่เนื้อหาอื่น ไม่รับ",
    "The same id with other content is refused.",
    mend=("เทียบ SHA-256 ของเนื้อหากับที่เก็บไว้ของ id นั้น", "Hold the body's SHA-256 against the one kept of this id."),
)  # fmt: skip
def _id_reused(probe: Probe) -> None:
    matter = probe.matter()
    first = probe.referral(matter)
    probe.taken(first)
    other = json.loads(probe.referral(matter)) | {"id": json.loads(first)["id"]}
    probe.refused("id_reused", probe.post(json.dumps(other, ensure_ascii=False).encode()))


@_owes(
    "gap", "One envelope", "ลำดับของศูนย์เว้นได้", "The centre's numbers may leave a gap.",
    mend=("รับลำดับที่มากกว่าลำดับล่าสุด ไม่ต้องรอตัวที่ขาด", "Take any number above the last; wait for none between."),
)  # fmt: skip
def _gap(probe: Probe) -> None:
    matter = probe.matter()
    probe.taken(probe.referral(matter))
    probe.taken(probe.send_back(matter, matter.next(skip=2)))


@_owes(
    "out_of_order", "Repetition, order, loss", "ลำดับที่ผ่านไปแล้ว ไม่รับ",
    "A number that has passed is refused.",
    mend=("จำลำดับล่าสุดของแต่ละ subject และตอบ 409 late เมื่อได้ลำดับที่ไม่มากกว่า",
          "Keep the last number of each subject; answer 409 late to one that is not higher."),
)  # fmt: skip
def _out_of_order(probe: Probe) -> None:
    matter = probe.matter()
    probe.taken(probe.referral(matter))
    probe.taken(probe.send_back(matter, matter.next(skip=1)))
    probe.refused("late", probe.post(probe.send_back(matter, matter.last - 1)))


@_owes(
    "unknown_leg", "Problems", "เรื่องที่ไม่เคยได้รับ ไม่รับข้อความต่อ",
    "A send-back of a matter that never came is refused.",
    mend=("ตอบ 404 unknown_leg เมื่อไม่มี referral ของ subject นี้",
          "Answer 404 unknown_leg where no referral of this subject came."),
)  # fmt: skip
def _unknown_leg(probe: Probe) -> None:
    matter = probe.matter()
    probe.refused("unknown_leg", probe.post(probe.send_back(matter, 1)))


@_owes(
    "recall", "What is said", "การเรียกเรื่องคืนได้ใบรับเสมอ แม้ไม่เคยได้รับเรื่อง",
    "A recall is signed for, even of a matter that never came.",
    mend=("ลงใบรับให้ recall ทุกครั้ง และปิดเรื่อง", "Sign for every recall, and close the matter."),
)  # fmt: skip
def _recall(probe: Probe) -> None:
    matter = probe.matter()
    probe.taken(probe.message(Type.RECALL, {}, matter.subject, matter.next()))


@_owes(
    "after_recall", "What is said", "หลังเรียกคืน ไม่รับข้อความอื่นของเรื่องนั้น",
    "After a recall nothing more of that matter is taken.",
    mend=("ตอบ 409 recalled เมื่อเรื่องถูกเรียกคืนแล้ว", "Answer 409 recalled once the matter was recalled."),
)  # fmt: skip
def _after_recall(probe: Probe) -> None:
    matter = probe.matter()
    probe.taken(probe.referral(matter))
    probe.taken(probe.message(Type.RECALL, {"reason": WORDS}, matter.subject, matter.next()))
    probe.refused("recalled", probe.post(probe.send_back(matter, matter.next())))


def take_back(probe: Probe) -> None:
    """Recall every test matter, so that nothing of the trial stays open at the agency."""
    for matter in probe.matters:
        probe.post(probe.message(Type.RECALL, {}, matter.subject, matter.next()))
