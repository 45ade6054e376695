from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

UNDELIVERED = ["DRAFT", "RELEASE_CHECK", "READY", "SENT", "SEND_FAILED", "RECALLED"]


def set_delivered(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The hour of sending is the nearest that was kept."""
    apps.get_model("cases", "Leg").objects.exclude(state__in=UNDELIVERED).update(
        delivered_at=F("sent_at")
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_number")]

    operations = [
        migrations.AddField("leg", "delivered_at", models.DateTimeField(null=True)),
        migrations.AddField("leg", "recall_reason", models.TextField(blank=True, default="")),
        migrations.RunPython(set_delivered, migrations.RunPython.noop),
    ]
