"""Several master and index keys at once; what is there was made under the first of each."""

import os

import django.db.models.deletion
from django.db import migrations, models


def note_the_first(apps, schema_editor):
    """Only where something lies under them: a fresh installation notes its keys on first use."""
    if apps.get_model("vault", "CaseKey").objects.exists():
        place = "environment" if os.environ.get("DAMRONG_VAULT_MASTER_KEY") else "file"
        apps.get_model("vault", "MasterKey").objects.create(number=1, provider=place)
        apps.get_model("vault", "IndexKey").objects.create(number=1)


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_telling_the_complainant")]
    operations = [
        migrations.CreateModel(
            name="MasterKey",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="IndexKey",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField(null=True)),
                (
                    "master",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_keys",
                        to="vault.masterkey",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(note_the_first, migrations.RunPython.noop),
    ]
