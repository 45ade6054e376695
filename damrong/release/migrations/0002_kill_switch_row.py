"""The kill switch is there from the beginning, so that its row can be locked."""

from django.db import migrations


class Migration(migrations.Migration):
    """Insert the one row."""

    dependencies = [("release", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO release_killswitch (id, stopped, reason, set_by, set_at)"
            " VALUES (1, false, '', '', now()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        )
    ]
