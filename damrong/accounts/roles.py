"""The roles of the centre and what each may do: the one table that every door asks.

Roles and separations: the administrator sees no case content, the custodian edits no case, the
auditor reads the log and no content, executives see figures only.
"""

from enum import StrEnum


class Role(StrEnum):
    """Who someone is here. A person has one role; two duties are two accounts."""

    INTAKE = "intake"
    SCREENER = "screener"
    SECOND_SCREENER = "second-screener"
    CENTRE_HEAD = "centre-head"
    SUPERVISOR = "supervisor"  # district chief, governor, inspector
    AGENCY_OFFICER = "agency-officer"
    AGENCY_HEAD = "agency-head"
    CUSTODIAN = "custodian"
    EXECUTIVE = "executive"
    DPO = "dpo"
    AUDITOR = "auditor"
    MODEL_STEWARD = "model-steward"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.INTAKE: ("เจ้าหน้าที่รับเรื่อง", "Intake officer"),
    Role.SCREENER: ("ผู้คัดกรอง", "Screening officer"),
    Role.SECOND_SCREENER: ("ผู้คัดกรองชั้นที่สอง", "Second screener"),
    Role.CENTRE_HEAD: ("หัวหน้าศูนย์", "Centre head"),
    Role.SUPERVISOR: ("ผู้บังคับบัญชา (นายอำเภอ/ผู้ว่าฯ/ผู้ตรวจ)", "District chief, governor or inspector"),
    Role.AGENCY_OFFICER: ("เจ้าหน้าที่หน่วยงาน", "Agency officer"),
    Role.AGENCY_HEAD: ("หัวหน้าหน่วยงาน", "Agency head"),
    Role.CUSTODIAN: ("ผู้รักษาข้อมูลตัวตน", "Identity custodian"),
    Role.EXECUTIVE: ("ผู้บริหาร", "Executive"),
    Role.DPO: ("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data protection officer"),
    Role.AUDITOR: ("ผู้ตรวจสอบ", "Auditor"),
    Role.MODEL_STEWARD: ("ผู้ดูแลแบบจำลอง", "Model steward"),
    Role.ADMINISTRATOR: ("ผู้ดูแลระบบ", "System administrator"),
}


class Right(StrEnum):
    """One thing that may be done. Where it may be done follows from the person's unit or agency."""

    RECEIVE = "receive"  # key in a case
    READ_CASE = "read-case"
    SCREEN = "screen"  # accept, change, reject suggestions; decide; split
    RELEASE = "release"
    SECOND_RELEASE = "second-release"
    CONCLUDE = "conclude"
    WORK_LEG = "work-leg"  # the agency's side
    REVEAL = "reveal"  # ask to see an identity; another person approves
    APPROVE_REVEAL = "approve-reveal"
    READ_FIGURES = "read-figures"
    READ_LOG = "read-log"
    READ_DISCLOSURES = "read-disclosures"
    SET_AUTOMATION = "set-automation"
    STOP_AUTOMATION = "stop-automation"
    MANAGE_ACCOUNTS = "manage-accounts"
    MANAGE_CATALOGUE = "manage-catalogue"
    RETRY_JOBS = "retry-jobs"
    HOLD_RECORDS = "hold-records"  # stop the erasure of a case, and let it go on
    ANSWER_SUBJECTS = "answer-subjects"  # decide what people ask about their own data
    READ_USE_ALERTS = "read-use-alerts"  # who looked at, or took away, far more than work needs
    CLEAR_USE_ALERT = "clear-use-alert"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.INTAKE: frozenset({Right.RECEIVE, Right.READ_CASE}),
    Role.SCREENER: frozenset(
        {
            Right.RECEIVE,
            Right.READ_CASE,
            Right.SCREEN,
            Right.RELEASE,
            Right.CONCLUDE,
            Right.REVEAL,
            Right.STOP_AUTOMATION,
            Right.RETRY_JOBS,
        }
    ),
    Role.SECOND_SCREENER: frozenset(
        {Right.READ_CASE, Right.SCREEN, Right.SECOND_RELEASE, Right.STOP_AUTOMATION}
    ),
    Role.CENTRE_HEAD: frozenset(
        {
            Right.RECEIVE,
            Right.READ_CASE,
            Right.SCREEN,
            Right.RELEASE,
            Right.SECOND_RELEASE,
            Right.CONCLUDE,
            Right.REVEAL,
            Right.READ_FIGURES,
            Right.STOP_AUTOMATION,
            Right.RETRY_JOBS,
            Right.HOLD_RECORDS,
            Right.READ_USE_ALERTS,
            Right.CLEAR_USE_ALERT,
        }
    ),
    Role.SUPERVISOR: frozenset({Right.READ_CASE, Right.READ_FIGURES}),
    Role.AGENCY_OFFICER: frozenset({Right.WORK_LEG}),
    Role.AGENCY_HEAD: frozenset({Right.WORK_LEG, Right.READ_FIGURES}),
    Role.CUSTODIAN: frozenset({Right.APPROVE_REVEAL}),
    Role.EXECUTIVE: frozenset({Right.READ_FIGURES}),
    Role.DPO: frozenset(
        {
            Right.READ_DISCLOSURES,
            Right.READ_FIGURES,
            Right.HOLD_RECORDS,
            Right.ANSWER_SUBJECTS,
            Right.READ_USE_ALERTS,
        }
    ),
    Role.AUDITOR: frozenset({Right.READ_LOG, Right.READ_USE_ALERTS}),
    Role.MODEL_STEWARD: frozenset({Right.SET_AUTOMATION, Right.STOP_AUTOMATION}),
    Role.ADMINISTRATOR: frozenset(
        {Right.MANAGE_ACCOUNTS, Right.MANAGE_CATALOGUE, Right.RETRY_JOBS}
    ),
}
