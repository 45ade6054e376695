"""What the doors remember so that a repeated request makes no second case."""

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
