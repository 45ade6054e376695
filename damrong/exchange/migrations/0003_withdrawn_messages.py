from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef

REFERRAL = "th.go.moi.damrong.referral"


def withdraw_superseded(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A referral that was released anew must not hold up what follows on its leg."""
    message = apps.get_model("exchange", "OutboundMessage")
    later = message.objects.filter(
        leg=OuterRef("leg"), type=REFERRAL, sequence__gt=OuterRef("sequence")
    )
    message.objects.filter(
        Exists(later), leg__isnull=False, type=REFERRAL, state__in=["waiting", "dead"]
    ).update(state="withdrawn")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_seen_signature")]

    operations = [
        migrations.AlterField(
            "outboundmessage",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "รอส่ง"),
                    ("acknowledged", "ได้ใบรับแล้ว"),
                    ("dead", "ส่งไม่สำเร็จ"),
                    ("withdrawn", "ยกเลิกการส่ง"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.RunPython(withdraw_superseded, migrations.RunPython.noop),
    ]
