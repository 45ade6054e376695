import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_limits_by_urgency_and_category"),
        ("exchange", "0003_withdrawn_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="line",
                        to="catalogue.agency",
                    ),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, help_text="In a row, up to now"),
                ),
                ("rests_until", models.DateTimeField(null=True)),
                ("window_from", models.DateTimeField()),
                (
                    "begun",
                    models.PositiveIntegerField(default=0, help_text="Attempts since window_from"),
                ),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("last_failed_at", models.DateTimeField(null=True)),
                ("last_error_th", models.CharField(blank=True, max_length=300)),
                ("last_error_en", models.CharField(blank=True, max_length=300)),
            ],
        ),
    ]
