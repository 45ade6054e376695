"""What stops an erasure, and what was erased. No content of a case stands here."""

from django.db import models


class LegalHold(models.Model):
    """While it is not lifted, nothing of the case is erased: who ordered it, and why."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="holds")
    reason = models.TextField()
    placed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="holds_placed")
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="holds_lifted"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="hold_lifted_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {'lifted' if self.lifted_at else 'held'}"


class Erasure(models.Model):
    """That a record of a case was erased; the certificate itself stands in the log."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="erasures")
    record = models.CharField(max_length=10)
    rule = models.CharField(max_length=40)
    erased_at = models.DateTimeField(auto_now_add=True)
    files = models.JSONField(default=list, help_text="Digests of files still to be removed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "record"], name="erased_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.record}"
