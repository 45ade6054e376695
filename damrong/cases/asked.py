"""What an agency asks on its leg: a question to the complainant, or who the complainant is.

No identity stands here. ``sealed`` is what one agency is told of it, under the key of the case.
"""

from django.db import models


class AgencyQuestion(models.Model):
    """A question to the complainant, whom the agency does not know, and what was answered."""

    class State(models.TextChoices):
        ASKED = "asked", "รอคำตอบ"
        REVIEW = "review", "รอเจ้าหน้าที่ตรวจคำตอบ"
        ANSWERED = "answered", "ตอบแล้ว"
        DECLINED = "declined", "ไม่ตอบ"

    leg = models.ForeignKey("cases.Leg", models.CASCADE, related_name="questions")
    reference = models.CharField(max_length=80, help_text="The agency's own number of it")
    text = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    author = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+",
        help_text="The officer who wrote the answer; null = the complainant",
    )  # fmt: skip
    hide = models.JSONField(default=list, help_text="Words that an officer hides besides")
    extract = models.JSONField(null=True, help_text="Exactly what leaves")
    digest = models.CharField(max_length=64, blank=True)
    first_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["leg", "reference"], name="agency_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.leg} {self.state}"


class IdentityRequest(models.Model):
    """An agency asks who the complainant is; an officer, then the complainant, says yes or no."""

    class State(models.TextChoices):
        ASKED = "asked", "รอเจ้าหน้าที่พิจารณา"
        SECOND = "second", "รอเจ้าหน้าที่คนที่สอง"
        CONSENT = "consent", "รอความยินยอมของผู้ร้อง"
        GIVEN = "given", "ส่งตัวตนแล้ว"
        REFUSED = "refused", "เจ้าหน้าที่ไม่ให้"
        DENIED = "denied", "ผู้ร้องไม่ยินยอม"
        LAPSED = "lapsed", "ผู้ร้องไม่ตอบในกำหนด"

    leg = models.ForeignKey("cases.Leg", models.CASCADE, related_name="identity_requests")
    reference = models.CharField(max_length=80, help_text="The agency's own number of it")
    reason = models.TextField()
    legal_ground = models.TextField()
    danger_to_life = models.BooleanField(default=False)
    wanted = models.JSONField(default=list, help_text="Fields that the agency asks for")
    fields = models.JSONField(default=list, help_text="Fields that the officer agrees to")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    first_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    because = models.TextField(blank=True, help_text="Why it is given or refused")
    consent_until = models.DateField(null=True)
    consented_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["leg", "reference"], name="identity_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.leg} {self.state}"
