"""People who sign in: officers of a unit, officers of an agency, and those who watch over both."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from damrong.accounts.roles import RIGHTS, ROLE_NAMES, Right, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes people with a hashed password."""

    def create_person(
        self, username: str, password: str, *, role: Role, **fields: object
    ) -> "Person":
        """Make and save one person; ``fields`` are columns of Person."""
        person = self.model(username=username, role=role, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """One account, one person, one role, one area (a unit's subtree) or one agency."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_NAMES[r][0]) for r in Role])
    unit = models.ForeignKey("catalogue.Unit", models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    # Set while the password is one that an administrator gave: until when it may be used.
    one_time_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.display_name

    @property
    def actor(self) -> str:
        """How the log names this person."""
        return f"person:{self.username}"

    def may(self, right: Right) -> bool:
        """Whether this person's role holds the right at all; where, the rooms' predicates say."""
        return self.is_active and right in RIGHTS[Role(self.role)]


class Tries(models.Model):
    """Wrong tries since the last right one, under a digest of what they have in common."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} at {self.last_at}"


class AuthenticatorApp(models.Model):
    """The secret that a person's authenticator app shares with us, sealed."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="authenticator_app")
    sealed = models.BinaryField()
    # The 30-second step of the last code taken: no code is taken twice.
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"app of {self.person_id}"


class SecurityKey(models.Model):
    """The public half of a key in a person's telephone, computer or security key (WebAuthn)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="security_keys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()  # WebAuthn's attested credential data
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class RecoveryCode(models.Model):
    """A keyed hash of one code that signs in once without the device."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code of {self.person_id}"


class OpenSession(models.Model):
    """One sign-in that has not ended: on what kind of device, since when, last seen when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="open_sessions")
    reference = models.UUIDField(unique=True, default=uuid.uuid4)
    device = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.device} of {self.person_id}"


class UseKind(models.TextChoices):
    """What is counted of a person's work: each shows, or takes away, others' data."""

    VIEW = "view", _("เปิดดูเรื่อง")
    FILE = "file", _("เปิดไฟล์")
    REVEAL = "reveal", _("ดูตัวตน")
    EXPORT = "export", _("ส่งออกข้อมูล")
    SEARCH = "search", _("ค้นหาเรื่อง")


class UseCount(models.Model):
    """How often a person did something in one step of time; deleted when no window reaches it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=UseKind.choices)
    step = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "step"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"


class UseAlert(models.Model):
    """That a person did far more of something than work needs. ``stops``: nothing more is given
    until it is cleared."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="use_alerts")
    kind = models.CharField(max_length=8, choices=UseKind.choices)
    minutes = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    stops = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "at"], name="use_alert_by_person")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.reached} in {self.minutes} minutes"
