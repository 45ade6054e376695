"""People who sign in: officers of a unit, officers of an agency, and those who watch over both."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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
