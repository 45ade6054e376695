# "Below this office" as a range of the index, which also serves beneath row security.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_agency_asks")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_by_unit_path"),
        migrations.AlterField(
            model_name="case",
            name="unit_path",
            field=models.CharField(db_collation="C", max_length=80),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit_path"], name="case_by_unit_path"),
        ),
    ]
