"""What the citizen does with the secret code: add, answer, rate, ask to reopen."""

from damrong.accounts.row_scope import of_code, scoped
from damrong.cases import jobs
from damrong.cases.actors import CITIZEN
from damrong.cases.change import changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Message
from damrong.cases.numbers import code_hash
from damrong.cases.states import CASE_ENDED, CaseState
from damrong.cases.submission import File
from damrong.cases.verbs.receive import keep_file
from damrong.text.clean import check_text


def case_by_code(code: str) -> Case | None:
    """The case that a secret code opens, or None."""
    hashed = code_hash(code)
    with scoped(of_code(hashed)):
        return Case.objects.filter(code_hash=hashed).first()


def add_information(number: str, text: str, files: tuple[File, ...] = ()) -> Message:
    """More from the citizen; a case that waited for it goes back to the desk."""
    text = check_text(text)
    if not text.strip() and not files:
        raise VerbRefused(
            "text_needed", "โปรดเขียนข้อความหรือแนบไฟล์", "Write something or add a file."
        )
    with changing(number, "information_added", CITIZEN) as change:
        if change.case.state == CaseState.NEED_INFO:
            change.move(CaseState.SCREENING)
        change.case.desk_reason = "ผู้ร้องส่งข้อมูลเพิ่ม"
        jobs.clean_files([keep_file(change.case, file).pk for file in files])
        change.note(files=len(files))
        return Message.objects.create(case=change.case, kind=Message.Kind.FROM_CITIZEN, text=text)


def rate(number: str, rating: int, comment: str = "") -> Case:
    """One to five stars for a concluded case."""
    if rating not in range(1, 6):
        raise VerbRefused("bad_rating", "ให้คะแนนได้ 1 ถึง 5", "The rating goes from 1 to 5.")
    with changing(number, "rated", CITIZEN) as change:
        if CaseState(change.case.state) not in CASE_ENDED:
            raise VerbRefused("too_early", "ให้คะแนนได้เมื่อเรื่องยุติแล้ว", "Rate it once concluded.")
        change.case.rating, change.case.rating_comment = rating, check_text(comment)
        change.note(rating=rating)
        return change.case


def ask_to_reopen(number: str, reason: str) -> Case:
    """Closed is not final: the case goes back to the desk with the citizen's reason."""
    reason = check_text(reason)
    if not reason.strip():
        raise VerbRefused("reason_needed", "โปรดบอกเหตุผลที่ขอให้พิจารณาใหม่", "Say why.")
    with changing(number, "reopened", CITIZEN) as change:
        change.move(CaseState.REOPENED)
        change.move(CaseState.SCREENING)
        case = change.case
        case.times_reopened += 1
        case.needs_officer = True
        case.desk_reason = "ผู้ร้องขอให้พิจารณาใหม่"
        Message.objects.create(case=case, kind=Message.Kind.FROM_CITIZEN, text=reason)
        return case
