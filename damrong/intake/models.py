"""What the doors remember so that a repeated request or file makes no second case."""

from django.db import models


class OnceKey(models.Model):
    """A request's Idempotency-Key and its sealed answer, kept for a day.

    The row alone tells nothing: key and request are keyed hashes, and the answer, which holds the
    secret code, is sealed under a key that needs the client's own Idempotency-Key.
    """

    key_hash = models.BinaryField(max_length=32, primary_key=True)
    request_hash = models.BinaryField(max_length=32)
    answer = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return bytes(self.key_hash).hex()[:12]


class ImportedRow(models.Model):
    """A row that came in by file: its old number in its own system, and a keyed digest of it."""

    source = models.CharField(max_length=60, blank=True, help_text="Whose numbers these are")
    legacy_number = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="imported_from")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "legacy_number"], name="row_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.legacy_number}"
