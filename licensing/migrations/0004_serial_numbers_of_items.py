"""Serial numbers of the items of a request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0003_first_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="serial_numbers",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
