"""Every data key names its master key, every hash its index key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_several_keys")]
    operations = [
        migrations.RenameField("casekey", "master_version", "master"),
        migrations.AlterField(
            "casekey",
            "master",
            models.ForeignKey(
                db_column="master_version",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_keys",
                to="vault.masterkey",
            ),
        ),
        migrations.AddField(
            "identityindex",
            "key",
            models.ForeignKey(
                default=1,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hashes",
                to="vault.indexkey",
            ),
            preserve_default=False,
        ),
    ]
