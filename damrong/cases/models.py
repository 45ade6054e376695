"""A case and what belongs to it. Changed only by the verbs beside this file.

No identity stands here: a Party knows its person by the vault's reference. The narrative is kept
as the citizen wrote it; what was found in it stands in ``Suggestion`` and ``CaseSpans``.
"""

from django.db import models
from django.db.models.functions import Left

from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.matter_route import MatterRoute
from damrong.cases.states import CaseState, LegState

__all__ = [
    "AgencyQuestion", "Attachment", "Case", "CaseSpans", "Decision", "Disclosure", "IdentityMode",
    "IdentityRequest", "Issue", "Leg", "LegReport", "MatterRoute", "Message", "Party", "ReleaseStop",
    "Suggestion",
]  # fmt: skip


class IdentityMode(models.TextChoices):
    """How the complainant wants to be known."""

    OPEN = "open", "เปิดเผย"
    CONCEALED = "concealed", "ปกปิดตัวตน"
    UNNAMED = "unnamed", "ไม่ประสงค์ออกนาม"
    ANONYMOUS_LETTER = "anonymous-letter", "บัตรสนเท่ห์"


class Case(models.Model):
    """A complaint, request or tip-off, from the moment it is taken in."""

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.RECEIVED)
    version = models.PositiveIntegerField(default=0, help_text="Grows with each change")

    channel = models.CharField(max_length=30)
    identity_mode = models.CharField(max_length=18, choices=IdentityMode.choices)
    consent_share = models.BooleanField(default=False)
    on_behalf = models.BooleanField(default=False)
    narrative = models.TextField()
    wishes = models.JSONField(default=list)
    wish_text = models.TextField(blank=True)
    place = models.ForeignKey("catalogue.Place", models.PROTECT, null=True)
    place_detail = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    incident_on = models.DateField(null=True)
    received_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    letter_number = models.CharField(max_length=60, blank=True)
    letter_date = models.DateField(null=True)
    source_agency = models.ForeignKey(
        "catalogue.Agency", models.PROTECT, null=True, related_name="cases_sent_to_us"
    )
    source_reference = models.CharField(max_length=80, blank=True)
    legacy_number = models.CharField(max_length=60, blank=True, db_index=True)
    unit = models.ForeignKey("catalogue.Unit", models.PROTECT, help_text="Whose queue it is in")
    # Compared byte by byte, so that "below this office" is a range of the index.
    unit_path = models.CharField(max_length=80, db_collation="C")
    received_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True)

    kind = models.CharField(max_length=20, blank=True)
    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True)
    urgency = models.CharField(max_length=8, default="normal")
    sensitive = models.JSONField(default=list, help_text="Reasons, e.g. drugs, minor")
    must_review = models.BooleanField(default=True)
    needs_officer = models.BooleanField(default=True)
    desk_reason = models.CharField(max_length=300, blank=True, help_text="Why an officer is asked")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    outcome_code = models.CharField(max_length=40, blank=True)
    outcome_summary = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    refusal_code = models.CharField(max_length=40, blank=True)
    concluded_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_comment = models.TextField(blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # One matter of a partner makes one case, however often it is posted.
            models.UniqueConstraint(
                fields=["source_agency", "source_reference"],
                condition=~models.Q(source_reference=""),
                name="case_once_per_source",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="case_by_state"),
            models.Index(fields=["unit_path"], name="case_by_unit_path"),
            # The newest of a district, for repeats: its code is the first four digits.
            models.Index(Left("place", 4), models.F("id").desc(), name="case_by_district"),
        ]

    def __str__(self) -> str:
        return self.number


class Issue(models.Model):
    """One matter of several that a single letter may hold; routed and counted separately."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="issues")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="issue_once")]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A person or body of the case, without who it is: that lies in the vault."""

    class Role(models.TextChoices):
        COMPLAINANT = "complainant", "ผู้ร้อง"
        ACCUSED = "accused", "ผู้ถูกร้อง"
        THIRD = "third-person", "บุคคลที่สาม"

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=14, choices=Role.choices)
    vault_reference = models.UUIDField(null=True)

    def __str__(self) -> str:
        return self.role


class Attachment(models.Model):
    """A file given with a case. The bytes lie under MEDIA_ROOT by their digest."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    from_agency = models.ForeignKey("catalogue.Agency", models.PROTECT, null=True)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Suggestion(models.Model):
    """What screening said of a case: the documented output line, kept as it was."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="suggestions")
    model = models.CharField(max_length=120)
    line = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.case} {self.model}"


class Decision(models.Model):
    """What an officer made of one suggestion; food for evaluation."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    field = models.CharField(max_length=20)
    suggested = models.JSONField(null=True)
    decided = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    officer = models.ForeignKey("accounts.Person", models.PROTECT)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.case} {self.field}"


class CaseSpans(models.Model):
    """The personal data marked in the narrative, as last corrected by an officer."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="spans")
    spans = models.JSONField(default=list)
    corrected_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True)

    def __str__(self) -> str:
        return f"{self.case}: {len(self.spans)}"


class Leg(models.Model):
    """The matter as it stands with one agency: own extract, own clock, own state."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="legs")
    number = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT, related_name="legs")
    primary = models.BooleanField(default=False)
    state = models.CharField(max_length=18, choices=LegState.choices, default=LegState.DRAFT)
    instruction = models.TextField(blank=True, help_text="What the centre asks of the agency")
    because = models.JSONField(default=list)
    agreement = models.ForeignKey("catalogue.Agreement", models.PROTECT, null=True)
    extract = models.JSONField(null=True, help_text="Exactly what leaves")
    withheld = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    automatic = models.BooleanField(default=False)
    first_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="first_releases"
    )
    second_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="second_releases"
    )
    released_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    agency_reference = models.CharField(max_length=80, blank=True)
    return_code = models.CharField(max_length=40, blank=True)
    return_note = models.TextField(blank=True)
    recall_reason = models.TextField(blank=True, default="")
    failure = models.CharField(max_length=300, blank=True)
    last_sequence_in = models.PositiveIntegerField(default=0)
    last_sequence_out = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="leg_once")]
        indexes = [models.Index(fields=["agency", "state"], name="leg_by_agency")]

    def __str__(self) -> str:
        return f"{self.case}/{self.number}"


class LegReport(models.Model):
    """What an agency told us of its leg: progress or a final report."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "รายงานความคืบหน้า"
        FINAL = "final", "รายงานผล"

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    outcome_code = models.CharField(max_length=40, blank=True)
    done_on = models.DateField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return f"{self.leg} {self.kind}"


class Disclosure(models.Model):
    """A package that left: to whom, which fields, on what ground, by whom, with what receipt."""

    class What(models.TextChoices):
        PACKAGE = "package", "เรื่องที่ส่งต่อ"
        ANSWER = "answer", "คำตอบคำถามของหน่วยงาน"
        IDENTITY = "identity", "ตัวตนตามคำขอของหน่วยงาน"

    what = models.CharField(max_length=8, choices=What.choices, default=What.PACKAGE)
    leg = models.ForeignKey(Leg, models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    fields = models.JSONField()
    files = models.JSONField(default=list, help_text="name, media_type, size, sha256 of each")
    withheld = models.JSONField(default=list)
    ground_th = models.TextField()
    agreement = models.ForeignKey("catalogue.Agreement", models.PROTECT)
    released_by = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    receipt = models.JSONField(null=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.leg} → {self.agency_id}"


class Message(models.Model):
    """A word between the citizen and the centre, or the centre's own note."""

    class Kind(models.TextChoices):
        FROM_CITIZEN = "from-citizen", "จากผู้ร้อง"
        TO_CITIZEN = "to-citizen", "ถึงผู้ร้อง"
        INTERNAL = "internal", "บันทึกภายใน"
        # What a citizen wrote is never written over: what was wrong in it is told beside it.
        CORRECTION = "correction", "แก้ไขตามคำขอ"

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    text = models.TextField()
    by = models.ForeignKey("accounts.Person", models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"


class ReleaseStop(models.Model):
    """While it is not lifted, nothing of the case leaves; by which request of a data subject."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="release_stops")
    request = models.CharField(max_length=20)
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "request"],
                condition=models.Q(lifted_at=None),
                name="one_stop_of_a_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {'lifted' if self.lifted_at else 'stopped'}"
