"""The append-only log and its checkpoints. Rows are written by ``record.append`` alone."""

from django.db import models


class AuditRecord(models.Model):
    """One thing that happened, chained by hash to the one before it in the same stream.

    A stream is the history of one subject ("case:DD69-0000012-7", "accounts", "agency:RTP"), so
    that two cases never wait for one another. Checkpoints tie all streams together.
    """

    stream = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="audit_no_fork")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.sequence} {self.event}"


class AuditCheckpoint(models.Model):
    """A signed summary of every record up to ``last_id``, chained to the checkpoint before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    records = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"checkpoint to {self.last_id}"
