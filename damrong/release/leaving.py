"""Attached files as they may leave: drawn anew, looked at by an officer, leg by leg."""

from django.db import models


class CleanedFile(models.Model):
    """One drawing of an attachment, or why there is none. The newest of an attachment counts.

    ``boxes``: what it hides, as ``privacy.pictures.boxes.Box`` with ``by`` (machine, officer);
    ``pages``: width and height of each page's picture in pixels. The bytes lie beside those of the
    attachment, by their digest.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="cleaned_files")
    attachment = models.ForeignKey("cases.Attachment", models.CASCADE, related_name="cleaned")
    original = models.CharField(max_length=64, help_text="SHA-256 of what it was drawn from")
    refusal = models.CharField(max_length=20, blank=True, help_text="Why it cannot leave, a code")
    pages = models.JSONField(default=list)
    boxes = models.JSONField(default=list)
    media_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    drawn_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True)
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # Either there are bytes or there is a reason, never both.
            models.CheckConstraint(
                condition=models.Q(refusal="") & ~models.Q(sha256="")
                | ~models.Q(refusal="") & models.Q(sha256=""),
                name="cleaned_file_or_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id}: {self.refusal or self.sha256[:8]}"


class LeavingFile(models.Model):
    """An officer looked at this drawing and lets it go with this leg."""

    leg = models.ForeignKey("cases.Leg", models.CASCADE, related_name="leaving_files")
    cleaned = models.ForeignKey(CleanedFile, models.CASCADE, related_name="leaving")
    looked_by = models.ForeignKey("accounts.Person", models.PROTECT)
    looked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leg", "cleaned"], name="leaving_file_once")]

    def __str__(self) -> str:
        return f"{self.leg_id}: {self.cleaned_id}"
