"""Which rows of each table the database shows to whom: ``row_security`` puts it into PostgreSQL.

A table that stands neither here nor among ``WITHOUT_CASES`` is granted to nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass

from damrong.cases.content import CASE_CONTENT, LEG_CONTENT
from damrong.config.database_roles import (
    AGENCY_ROLE,
    APP_ROLE,
    AREA_ROLE,
    CITIZEN_ROLE,
    HOUSE_ROLE,
    TAKEN,
    WATCH_ROLE,
)

_WHOSE = "(SELECT current_setting('damrong.whose', true))"
_CODE = "(SELECT current_setting('damrong.code', true))"

# ``{table}`` stands for the table of the rule.
_IN_CASE = "EXISTS (SELECT FROM cases_case c WHERE c.id = {table}.case_id)"
_IN_NUMBERED_CASE = "EXISTS (SELECT FROM cases_case c WHERE c.number = {table}.case_number)"
_IN_LEG = "EXISTS (SELECT FROM cases_leg l WHERE l.id = {table}.leg_id)"
_OF_SEEN_IDENTITY = (
    "EXISTS (SELECT FROM vault_sealedidentity s WHERE s.reference = {table}.reference)"
)
_OF_SEEN_MESSAGE = "EXISTS (SELECT FROM exchange_outboundmessage m WHERE m.id = {table}.message_id)"
_ASKED_BELOW = (
    f"{_WHOSE} <> '' AND EXISTS (SELECT FROM accounts_person p"
    " JOIN catalogue_unit u ON u.code = p.unit_id"
    f" WHERE p.id = {{table}}.asked_by_id AND starts_with(u.path, {_WHOSE}))"
)
# Of a person without an office (an agency's, an administrator) those at the top see it.
_AT_THE_TOP = (
    f"EXISTS (SELECT FROM catalogue_unit t WHERE t.path = {_WHOSE} AND t.parent_id IS NULL)"
)
_OF_PERSON_BELOW = (
    f"{_WHOSE} <> '' AND EXISTS (SELECT FROM accounts_person p"
    " LEFT JOIN catalogue_unit u ON u.code = p.unit_id WHERE p.id = {table}.person_id"
    f" AND (starts_with(u.path, {_WHOSE}) OR u.path IS NULL AND {_AT_THE_TOP}))"
)


@dataclass(frozen=True)
class Rule:
    """Which rows a table shows: for each role a condition, ``true`` for all of
    them. To the house it shows everything, to a role that is not named nothing.

    ``put_in``: anybody's transaction may add a row (a complaint is taken in from everybody).
    ``unwatched``: columns with content, not granted to those who only watch over the work;
    ``centres``: columns that are the centre's, not granted to agencies.
    """

    sees: dict[str, str]
    put_in: bool = False
    unwatched: Collection[str] = ()
    centres: Collection[str] = ()

    def hidden(self, role: str) -> Collection[str]:
        """The columns that a role does not get."""
        return {WATCH_ROLE: self.unwatched, AGENCY_ROLE: self.centres}.get(role, ())


def _all(condition: str, *but: str) -> dict[str, str]:
    return {role: condition for role in TAKEN if role not in (HOUSE_ROLE, *but)}


_FOR_ALL = {role: "true" for role in (APP_ROLE, *TAKEN) if role != HOUSE_ROLE}

RULES: dict[str, Rule] = {
    "cases_case": Rule(
        {
            AREA_ROLE: f"{_WHOSE} <> '' AND starts_with(unit_path, {_WHOSE})",
            WATCH_ROLE: f"starts_with(unit_path, {_WHOSE})",
            AGENCY_ROLE: "damrong_sent_to_agency(id)",
            CITIZEN_ROLE: f"(number = {_WHOSE} OR code_hash = decode({_CODE}, 'hex'))",
        },
        put_in=True,
        unwatched=CASE_CONTENT,
        centres=CASE_CONTENT,
    ),
    "cases_issue": Rule(_all(_IN_CASE), put_in=True, unwatched=("title",)),
    "cases_party": Rule({AREA_ROLE: _IN_CASE}, put_in=True),
    "cases_attachment": Rule(
        {
            AREA_ROLE: _IN_CASE,
            AGENCY_ROLE: f"from_agency_id = {_WHOSE} AND {_IN_CASE}",
            CITIZEN_ROLE: f"from_agency_id IS NULL AND {_IN_CASE}",
        },
        put_in=True,
    ),
    "cases_suggestion": Rule(_all(_IN_CASE, AGENCY_ROLE, CITIZEN_ROLE)),
    "cases_decision": Rule(_all(_IN_CASE, AGENCY_ROLE, CITIZEN_ROLE), unwatched=("reason",)),
    "cases_casespans": Rule({AREA_ROLE: _IN_CASE}),
    "cases_matterroute": Rule({AREA_ROLE: _IN_CASE, WATCH_ROLE: _IN_CASE}, put_in=True),
    "cases_leg": Rule(
        {
            AREA_ROLE: _IN_CASE,
            WATCH_ROLE: _IN_CASE,
            AGENCY_ROLE: f"agency_id = {_WHOSE} AND released_at IS NOT NULL",
            CITIZEN_ROLE: f"released_at IS NOT NULL AND {_IN_CASE}",
        },
        unwatched=LEG_CONTENT,
    ),
    "cases_legreport": Rule(_all(_IN_LEG, CITIZEN_ROLE), unwatched=("text",)),
    "cases_disclosure": Rule(_all(_IN_LEG)),
    "cases_message": Rule({AREA_ROLE: _IN_CASE, CITIZEN_ROLE: f"kind <> 'internal' AND {_IN_CASE}"}),
    "cases_releasestop": Rule(_all(_IN_CASE, AGENCY_ROLE)),
    "cases_agencyquestion": Rule(_all(_IN_LEG, WATCH_ROLE), centres=("answer", "hide")),
    "cases_identityrequest": Rule(_all(_IN_LEG, WATCH_ROLE), centres=("because",)),
    "intake_importedrow": Rule({AREA_ROLE: _IN_CASE}, put_in=True),
    "release_prediction": Rule(_all(_IN_CASE, AGENCY_ROLE, CITIZEN_ROLE)),
    "release_secondopinion": Rule({AREA_ROLE: _IN_CASE}),
    "release_cleanedfile": Rule({AREA_ROLE: _IN_CASE}),
    "release_leavingfile": Rule({AREA_ROLE: _IN_LEG}),
    # Masked, for the model steward to read before it counts.
    "release_correction": Rule({WATCH_ROLE: _IN_CASE}),
    # That there are such keys, no key in clear; whoever files needs the newest.
    "vault_masterkey": Rule(_FOR_ALL),
    "vault_indexkey": Rule(_FOR_ALL),
    "vault_casekey": Rule({AREA_ROLE: _IN_NUMBERED_CASE}, put_in=True),
    "vault_sealedidentity": Rule({AREA_ROLE: _IN_NUMBERED_CASE}, put_in=True),
    "vault_identityindex": Rule({AREA_ROLE: _OF_SEEN_IDENTITY}, put_in=True),
    "vault_revealrequest": Rule(
        {
            AREA_ROLE: _IN_NUMBERED_CASE,
            WATCH_ROLE: _ASKED_BELOW,
            CITIZEN_ROLE: "first_viewed_at IS NOT NULL"
            f" AND (tell_after IS NULL OR tell_after <= now()) AND {_IN_NUMBERED_CASE}",
        }
    ),
    # A person's own requests, opened with the code of the case or of the request. Who decides on
    # them reads the words for the house (damrong.subjects.scope).
    "subjects_subjectrequest": Rule(
        {
            AREA_ROLE: f"{_WHOSE} <> '' AND starts_with(unit_path, {_WHOSE})",
            WATCH_ROLE: f"starts_with(unit_path, {_WHOSE})",
            CITIZEN_ROLE: f"door = 'tracking' AND {_IN_CASE} OR number = {_WHOSE}"
            f" OR code_hash = decode({_CODE}, 'hex')",
        },
        unwatched=("words", "reason", "code_hash"),
    ),
    # Who is known in which case would tell who complained: the house alone.
    "subjects_subjectcase": Rule({}),
    "retention_legalhold": Rule({AREA_ROLE: _IN_CASE, WATCH_ROLE: _IN_CASE}),
    "retention_erasure": Rule({AREA_ROLE: _IN_CASE, WATCH_ROLE: _IN_CASE}),
    # Counted and kept by the house alone; the alerts are read by who watches over a person.
    "accounts_usecount": Rule({}),
    "accounts_usealert": Rule({AREA_ROLE: _OF_PERSON_BELOW, WATCH_ROLE: _OF_PERSON_BELOW}),
    "exchange_outboundmessage": Rule(
        {AREA_ROLE: _IN_LEG, WATCH_ROLE: "true", AGENCY_ROLE: f"agency_id = {_WHOSE}"},
        unwatched=("body",),
    ),
    # A link is found by its token, for the house; nobody reads the list.
    "exchange_maillink": Rule({}),
    # Ids of messages, by agency: for the centre's people, not for the other agencies.
    "exchange_reconciliation": Rule({AREA_ROLE: "true", WATCH_ROLE: "true"}),
    "exchange_lease": Rule(_all(_OF_SEEN_MESSAGE, CITIZEN_ROLE)),
}  # fmt: skip

# Tables that tell of no case: shown to everybody who works under a role of the house, and written
# by the application's own rules. Reference data is loaded by the owner; what was written into the
# log stays there.
READ_ONLY = frozenset(
    {
        "django_migrations", "django_content_type", "catalogue_place", "catalogue_unit",
        "catalogue_category", "catalogue_term", "catalogue_agreement", "catalogue_agreementfield",
        "catalogue_timelimit", "catalogue_holiday", "catalogue_agency", "auth_permission",
        "auth_group", "auth_group_permissions",
    }
)  # fmt: skip
APPEND_ONLY = frozenset({"audit_auditrecord", "audit_auditcheckpoint"})
WRITTEN = frozenset(
    {
        "django_session", "procrastinate_workers", "procrastinate_jobs", "procrastinate_events",
        "procrastinate_periodic_defers", "accounts_person", "accounts_tries",
        "accounts_authenticatorapp", "accounts_securitykey", "accounts_recoverycode",
        "accounts_opensession", "intake_oncekey", "learning_modelversion", "learning_modeluse",
        "release_automation", "release_killswitch", "release_grant", "release_pairevidence",
        "exchange_partnerkey", "exchange_filebundle", "exchange_partnerline", "exchange_inboundmessage",
        "exchange_seensignature", "citizen_ratewindow", "citizen_sentdraft",
    }
)  # fmt: skip
WITHOUT_CASES = READ_ONLY | APPEND_ONLY | WRITTEN
