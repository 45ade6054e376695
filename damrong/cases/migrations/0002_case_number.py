"""The running number of cases: a database sequence, so that two doors never give the same one."""

from django.db import migrations


class Migration(migrations.Migration):
    """Make the sequence."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE case_number", "DROP SEQUENCE case_number"),
    ]
