"""What the public pages need beside the cases: counters against floods, drafts already sent."""

from django.db import models


class RateWindow(models.Model):
    """How often one address did one thing within one window of time. Holds no address."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


class SentDraft(models.Model):
    """A draft that became a case. Its token is unique: two presses of a button make one case."""

    token = models.CharField(max_length=43, primary_key=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token[:8]
