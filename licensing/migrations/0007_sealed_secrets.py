"""Make room for the secrets of endpoints as they are sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0006_lapse"),
    ]

    operations = [
        migrations.AlterField(
            model_name="endpoint",
            name="secret",
            field=models.CharField(max_length=255, verbose_name="secret, sealed"),
        ),
    ]
