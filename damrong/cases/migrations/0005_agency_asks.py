# What an agency asks on its leg, and what a disclosure record is of.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_case_by_district"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="what",
            field=models.CharField(
                choices=[
                    ("package", "เรื่องที่ส่งต่อ"),
                    ("answer", "คำตอบคำถามของหน่วยงาน"),
                    ("identity", "ตัวตนตามคำขอของหน่วยงาน"),
                ],
                default="package",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="AgencyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(help_text="The agency's own number of it", max_length=80),
                ),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รอคำตอบ"),
                            ("review", "รอเจ้าหน้าที่ตรวจคำตอบ"),
                            ("answered", "ตอบแล้ว"),
                            ("declined", "ไม่ตอบ"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "hide",
                    models.JSONField(default=list, help_text="Words that an officer hides besides"),
                ),
                ("extract", models.JSONField(help_text="Exactly what leaves", null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        help_text="The officer who wrote the answer; null = the complainant",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leg",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="cases.leg",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("leg", "reference"), name="agency_question_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(help_text="The agency's own number of it", max_length=80),
                ),
                ("reason", models.TextField()),
                ("legal_ground", models.TextField()),
                ("danger_to_life", models.BooleanField(default=False)),
                (
                    "wanted",
                    models.JSONField(default=list, help_text="Fields that the agency asks for"),
                ),
                (
                    "fields",
                    models.JSONField(default=list, help_text="Fields that the officer agrees to"),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "รอเจ้าหน้าที่พิจารณา"),
                            ("second", "รอเจ้าหน้าที่คนที่สอง"),
                            ("consent", "รอความยินยอมของผู้ร้อง"),
                            ("given", "ส่งตัวตนแล้ว"),
                            ("refused", "เจ้าหน้าที่ไม่ให้"),
                            ("denied", "ผู้ร้องไม่ยินยอม"),
                            ("lapsed", "ผู้ร้องไม่ตอบในกำหนด"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("because", models.TextField(blank=True, help_text="Why it is given or refused")),
                ("consent_until", models.DateField(null=True)),
                ("consented_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leg",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_requests",
                        to="cases.leg",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("leg", "reference"), name="identity_request_once"
                    )
                ],
            },
        ),
    ]
