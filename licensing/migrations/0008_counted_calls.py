"""Calls of the API are counted in a table of their own."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0007_prices_finer_than_amounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallCount",
            fields=[
                ("client", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("slot", models.BigIntegerField()),
                ("used", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("at", models.DateTimeField()),
            ],
        ),
        # Counts need not survive a power cut, so that no call of the API waits for the disk because it is counted.
        migrations.RunSQL(
            "ALTER TABLE licensing_callcount SET UNLOGGED; ALTER TABLE licensing_callcount SET (fillfactor = 50);",
            "ALTER TABLE licensing_callcount SET LOGGED; ALTER TABLE licensing_callcount RESET (fillfactor);",
        ),
    ]
