"""What somebody asks about the data that is held of them, and what was decided.

Who asks at a counter or by letter lies in the vault, sealed under a key of the request's number.
"""

from django.db import models

from damrong.subjects.states import Door, Kind, Proof, State


class SubjectRequest(models.Model):
    """One request: what is asked, of which case or of everything, by when, with what answer."""

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="null: the case's own code opens it"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    door = models.CharField(max_length=10, choices=Door.choices)
    proof = models.CharField(max_length=10, choices=Proof.choices)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="subject_requests",
        help_text="null: everything that is held of the person",
    )  # fmt: skip
    unit = models.ForeignKey("catalogue.Unit", models.PROTECT, help_text="Where it came in")
    unit_path = models.CharField(max_length=80, db_collation="C")
    words = models.TextField(help_text="What is asked, as it was written")
    received_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    taken_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+",
        help_text="The officer who keyed it in; null = the person, with the code",
    )  # fmt: skip
    vault_reference = models.UUIDField(null=True, help_text="Who asks")
    proven = models.JSONField(default=list, help_text="Which identifiers the proof shows")
    proof_seen_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+",
        help_text="The second officer who saw the proof",
    )  # fmt: skip

    ground = models.CharField(max_length=40, blank=True, help_text="Of a refusal, by code")
    reason = models.TextField(blank=True, help_text="Told to whoever asked")
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="subject_requests_decided"
    )
    decided_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="subject_request_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.REFUSED)
                | (~models.Q(ground="") & models.Q(decided_at__isnull=False)),
                name="subject_refused_on_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.state}"


class SubjectCase(models.Model):
    """That a person who proved who they are is known in this case; nobody but the house reads it."""

    class As(models.TextChoices):
        COMPLAINANT = "complainant", "ผู้ร้อง"
        NAMED = "named", "ถูกกล่าวถึงในเรื่อง"

    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="found")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="known_to_requests")
    known_as = models.CharField(max_length=12, choices=As.choices)
    confirmed_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+",
        help_text="The officer who looked and says that it is this person",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "case", "known_as"], name="subject_found_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} in {self.case_id}"
