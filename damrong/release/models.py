"""Which pairs of category and agency may go without touch, and the switch that stops all."""

from django.db import models


class Automation(models.Model):
    """The state of automation for one category and one agency. Absent means off."""

    class State(models.TextChoices):
        OFF = "off", "ปิด"
        SHADOW = "shadow", "ทดลองเงา"
        ON = "on", "เปิด"

    category = models.ForeignKey("catalogue.Category", models.PROTECT)
    agency = models.ForeignKey("catalogue.Agency", models.PROTECT)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OFF)
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "agency"], name="automation_pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.category_id}×{self.agency_id}: {self.state}"


class KillSwitch(models.Model):
    """One row. While ``stopped`` nothing is released automatically, whatever is switched on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stopped = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    set_by = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_kill_switch")]

    def __str__(self) -> str:
        return "stopped" if self.stopped else "running"
