from django.db import migrations, models
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_recall")]

    operations = [
        migrations.AddIndex(
            "case",
            models.Index(Left("place", 4), models.F("id").desc(), name="case_by_district"),
        ),
    ]
