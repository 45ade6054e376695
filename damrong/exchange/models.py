"""The exchange's memory: keys of both sides, what was sent, what came in, with receipts."""

from django.db import models


class PartnerKey(models.Model):
    """A public key with which a partner signs, or to which is encrypted what only it may read.

    Revoked keys stay, so old receipts can be read.
    """

    class Use(models.TextChoices):
        SIGNING = "sig", "ลงนาม"
        ENCRYPTION = "enc", "เข้ารหัสถึง"

    agency = models.ForeignKey("catalogue.Agency", models.CASCADE, related_name="keys")
    kid = models.CharField(max_length=80, unique=True)
    use = models.CharField(max_length=3, choices=Use.choices, default=Use.SIGNING)
    jwk = models.JSONField()
    valid_from = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kid


class OutboundMessage(models.Model):
    """A message of ours, stored with the change it tells of and sent by a job afterwards."""

    class State(models.TextChoices):
        WAITING = "waiting", "รอส่ง"
        OFFERED = "offered", "รอหน่วยงานรับ"
        ACKNOWLEDGED = "acknowledged", "ได้ใบรับแล้ว"
        DEAD = "dead", "ส่งไม่สำเร็จ"
        WITHDRAWN = "withdrawn", "ยกเลิกการส่ง"

    message_id = models.UUIDField(unique=True)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    leg = models.ForeignKey("cases.Leg", models.PROTECT, null=True, related_name="outbound")
    type = models.CharField(max_length=60)
    sequence = models.PositiveIntegerField(default=0)
    body = models.BinaryField(help_text="The exact bytes that are signed and sent")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error_th = models.CharField(max_length=300, blank=True)
    last_error_en = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    acknowledged_at = models.DateTimeField(null=True)
    receipt = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"], name="outbound_by_state")]

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"


class Lease(models.Model):
    """That an agency fetched an offered message and has until ``until`` to sign for it."""

    message = models.OneToOneField(OutboundMessage, models.CASCADE, related_name="lease")
    until = models.DateTimeField()
    times = models.PositiveSmallIntegerField(help_text="How often it was fetched")

    def __str__(self) -> str:
        return f"{self.message_id} until {self.until:%H:%M:%S}"


class FileBundle(models.Model):
    """A file that was made for an agency to carry away; its answers name the ``number``."""

    number = models.UUIDField(unique=True)
    agency = models.ForeignKey("catalogue.Agency", models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)
    messages = models.PositiveIntegerField(help_text="How many messages lie in it")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.number)


class MailLink(models.Model):
    """A link to one leg that was mailed to its agency, and the one-time code that opens it.

    Digests only: neither link nor code can be read here.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    leg = models.ForeignKey("cases.Leg", models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    codes_made = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.leg_id} until {self.expires_at:%Y-%m-%d}"


class PartnerLine(models.Model):
    """How the line to a partner's API does: see ``line``. No row = nothing was ever attempted."""

    agency = models.OneToOneField("catalogue.Agency", models.CASCADE, related_name="line")
    failures = models.PositiveIntegerField(default=0, help_text="In a row, up to now")
    rests_until = models.DateTimeField(null=True)
    window_from = models.DateTimeField()
    begun = models.PositiveIntegerField(default=0, help_text="Attempts since window_from")
    last_ok_at = models.DateTimeField(null=True)
    last_failed_at = models.DateTimeField(null=True)
    last_error_th = models.CharField(max_length=300, blank=True)
    last_error_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.agency_id)


class Reconciliation(models.Model):
    """What an agency and the centre found to differ when they compared what they hold."""

    agency = models.ForeignKey("catalogue.Agency", models.CASCADE, related_name="reconciliations")
    at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    compared = models.PositiveIntegerField(help_text="Messages that the agency listed")
    found = models.JSONField(help_text="Ids of messages by what becomes of them; none = equal")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.at:%Y-%m-%d}"


class InboundMessage(models.Model):
    """A message of a partner, by its id: the second arrival gets the first one's receipt."""

    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    message_id = models.CharField(max_length=80)
    type = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)
    receipt = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "message_id"], name="inbound_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.message_id}"


class SeenSignature(models.Model):
    """The once-only number of a signature, kept until the signature is too old anyway."""

    kid = models.CharField(max_length=80)
    nonce = models.CharField(max_length=80)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kid", "nonce"], name="signature_once")]

    def __str__(self) -> str:
        return self.nonce
