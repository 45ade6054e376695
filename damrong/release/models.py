"""Which pairs of category and agency may go without touch, and the switch that stops all.

Files stand in ``leaving``.
"""

from django.db import models

from damrong.release.leaving import CleanedFile, LeavingFile

__all__ = [
    "Automation", "CleanedFile", "Correction", "Grant", "KillSwitch", "LeavingFile",
    "PairEvidence", "Prediction",
]  # fmt: skip


class Automation(models.Model):
    """The state of automation for one category and one agency. Absent means off."""

    class State(models.TextChoices):
        OFF = "off", "ปิด"
        SHADOW = "shadow", "ทดลองเงา"
        ON = "on", "เปิด"

    category = models.ForeignKey("catalogue.Category", models.PROTECT)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OFF)
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField(auto_now=True)
    grant = models.ForeignKey("Grant", models.PROTECT, null=True, related_name="pairs")
    for_show = models.BooleanField(default=False, help_text="Works in a demonstration only")
    fell_back = models.CharField(max_length=20, blank=True, help_text="Why it went back to shadow")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "agency"], name="automation_pair_once"),
            # On is earned (a grant of two people) or for show, never just set.
            models.CheckConstraint(
                condition=~models.Q(state="on")
                | models.Q(grant__isnull=False)
                | models.Q(for_show=True),
                name="automation_on_is_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}×{self.agency_id}: {self.state}"


class Grant(models.Model):
    """A steward's proposal to switch a pair on, and the second steward's word on it."""

    category = models.ForeignKey("catalogue.Category", models.PROTECT)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    model = models.CharField(max_length=120, help_text="The version that earned it")
    evidence = models.JSONField(help_text="Counts and policy at the last word")
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="granted"
    )
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True, help_text="Unknown while it waits")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(granted__isnull=True)
                | models.Q(granted=False)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="grant_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["category", "agency"],
                condition=models.Q(granted__isnull=True),
                name="grant_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}×{self.agency_id}: {self.granted}"


class Prediction(models.Model):
    """What automation would do with one case, stored before anybody decided it.

    Made once for each case that came in, whatever the pair's state, so that an officer's word can
    be held against it afterwards. Codes and a score only; the text stays with the case.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="prediction")
    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT, null=True)
    agencies = models.JSONField(default=list, help_text="Codes of all, the first one first")
    model = models.CharField(max_length=120)
    score = models.FloatField(null=True, help_text="Of the first agency, 0 to 1")
    state = models.CharField(max_length=6, choices=Automation.State.choices)
    clear = models.BooleanField(help_text="It would go by itself, were its pairs on")
    blind = models.BooleanField(
        default=False, help_text="Drawn for an officer who sees no suggestion"
    )
    share = models.FloatField(default=0.0, help_text="Of clear cases drawn then, 0 to 1")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["category", "agency", "-id"], name="prediction_by_pair")]

    def __str__(self) -> str:
        return f"{self.category_id}×{self.agency_id}"


class PairEvidence(models.Model):
    """What officers' decisions say of one pair, counted now and then. Figures only."""

    category = models.ForeignKey("catalogue.Category", models.PROTECT)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "agency"], name="evidence_pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.category_id}×{self.agency_id}"


class Correction(models.Model):
    """A case in which an officer decided otherwise than screening, its personal data masked."""

    class State(models.TextChoices):
        WAITING = "waiting", "รอทบทวน"
        TAKEN = "taken", "ใช้วัดผล"
        LEFT_OUT = "left-out", "ไม่ใช้"

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="correction")
    state = models.CharField(max_length=8, choices=State.choices)
    text = models.TextField(blank=True, help_text="Masked; empty once it was left out")
    place = models.JSONField(default=dict, help_text="Names of province, district, subdistrict")
    channel = models.CharField(max_length=30)
    said = models.JSONField(default=list, help_text="field, suggested, decided, masked reason")
    gold = models.JSONField(default=dict, help_text="Officers' last words as labels")
    model = models.CharField(max_length=120, help_text="The version that was corrected")
    until = models.BigIntegerField(help_text="Key of the newest decision that was read")
    gathered_at = models.DateTimeField(auto_now_add=True)
    reviewed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True)
    reviewed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="Of the review; why it was left out")

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="correction_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="left-out") | models.Q(text=""),
                name="correction_left_out_is_erased",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class SecondOpinion(models.Model):
    """What a language model made of a case's masked text: codes for the officer to read, no words."""

    class State(models.TextChoices):
        SAID = "said", "ให้ความเห็น"
        UNCLEAR = "unclear", "ตอบไม่เป็นตามแบบ"
        LATE = "late", "ตอบไม่ทัน"
        FAILED = "failed", "ติดต่อไม่ได้"

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="second_opinion")
    state = models.CharField(max_length=8, choices=State.choices)
    category = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(max_length=8, blank=True)
    model = models.CharField(max_length=120, blank=True)
    took_ms = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class KillSwitch(models.Model):
    """One row. While ``stopped`` nothing is released automatically, whatever is switched on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stopped = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_kill_switch")]

    def __str__(self) -> str:
        return "stopped" if self.stopped else "running"
