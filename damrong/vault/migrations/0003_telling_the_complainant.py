"""When an identity was first looked at, and from when the complainant may read of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_reason_of_a_decision")]

    operations = [
        migrations.AddField("revealrequest", "first_viewed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "revealrequest",
            "delay_code",
            models.CharField(
                blank=True,
                default="",
                help_text="The written ground to tell later; empty = told at the first look",
                max_length=20,
            ),
        ),
        migrations.AddField("revealrequest", "tell_after", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "revealrequest",
            models.CheckConstraint(
                condition=models.Q(("delay_code", ""), ("tell_after__isnull", True))
                | (~models.Q(("delay_code", "")) & models.Q(("tell_after__isnull", False))),
                name="reveal_told_late_on_a_ground",
            ),
        ),
    ]
