"""The vault's tables: sealed identities and the wrapped key of each case. No plain text, ever."""

from django.db import models


class MasterKey(models.Model):
    """That a key-encryption key of this number is in use; the key itself lies outside the database.

    The newest wraps. An older one unwraps until nothing is wrapped under it; then its row may go.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    provider = models.CharField(max_length=20)
    made_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.number} ({self.provider})"


class IndexKey(models.Model):
    """A key of the hashes by which a person is found again, wrapped by a master key.

    The first one lies outside the database, as it did before there were several.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    master = models.ForeignKey(MasterKey, models.PROTECT, null=True, related_name="index_keys")
    made_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)


class CaseKey(models.Model):
    """The data key of one case, wrapped by a master key that the database does not hold."""

    case_number = models.CharField(max_length=20, primary_key=True)
    wrapped = models.BinaryField()
    master = models.ForeignKey(
        MasterKey, models.PROTECT, db_column="master_version", related_name="case_keys"
    )

    def __str__(self) -> str:
        return self.case_number


class SealedIdentity(models.Model):
    """One person's identity in one case, sealed with AES-GCM under the case's key."""

    case_number = models.CharField(max_length=20, db_index=True)
    reference = models.UUIDField(unique=True)
    nonce = models.BinaryField(max_length=12)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.reference)


class IdentityIndex(models.Model):
    """A keyed hash of one identifier, so that a returning person is found without reading."""

    reference = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    keyed_hash = models.BinaryField(max_length=32)
    key = models.ForeignKey(IndexKey, models.PROTECT, related_name="hashes")

    class Meta:
        indexes = [models.Index(fields=["kind", "keyed_hash"], name="identity_by_hash")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.reference}"


class RevealRequest(models.Model):
    """An officer's request to see an identity, and the custodian's answer."""

    class State(models.TextChoices):
        ASKED = "asked", "รออนุมัติ"
        APPROVED = "approved", "อนุมัติ"
        REFUSED = "refused", "ไม่อนุมัติ"

    reference = models.UUIDField()
    case_number = models.CharField(max_length=20, db_index=True)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="reveals_asked")
    reason = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="reveals_decided"
    )
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)
    opens_until = models.DateTimeField(null=True)
    first_viewed_at = models.DateTimeField(null=True)
    delay_code = models.CharField(
        max_length=20, blank=True, default="",
        help_text="The written ground to tell later; empty = told at the first look",
    )  # fmt: skip
    tell_after = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delay_code="", tell_after__isnull=True)
                | (~models.Q(delay_code="") & models.Q(tell_after__isnull=False)),
                name="reveal_told_late_on_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_number}: {self.state}"
