from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_ways_to_agencies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="connector",
            field=models.CharField(
                choices=[
                    ("push", "ส่งเข้า API ของหน่วยงาน"),
                    ("pull", "หน่วยงานมารับจากคิว"),
                    ("portal", "หน่วยงานทำงานบนหน้าเว็บ"),
                    ("file", "แฟ้มเข้ารหัสที่หน่วยงานนำไปและนำกลับ"),
                    ("none", "ศูนย์ดำเนินการเอง"),
                ],
                max_length=10,
            ),
        ),
    ]
