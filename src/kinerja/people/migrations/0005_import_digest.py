from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_imports")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="digest",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
