"""The registry of model versions, and who put which one in use. Rows are added, never changed."""

from django.db import models


class ModelVersion(models.Model):
    """One version of the screening model. Its file lies apart and must have this digest."""

    version = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64, help_text="Of the file, hexadecimal")
    lists = models.CharField(max_length=16, help_text="Digest of the mandates of its training")
    seed = models.BigIntegerField()
    data_digest = models.CharField(max_length=64, help_text="Of all that it was made of")
    counts = models.JSONField(help_text="How much of which data it was made of")
    measures = models.JSONField(help_text="Shares with their 95 % intervals, by set")
    shipped = models.BooleanField(help_text="It came with the program")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="model_has_digest"
            )
        ]

    def __str__(self) -> str:
        return self.version


class ModelUse(models.Model):
    """A version was put in use. The newest row names the one that reads now."""

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="uses")
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=120)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.version_id} by {self.by}"
