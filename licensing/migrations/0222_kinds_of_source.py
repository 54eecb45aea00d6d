"""Kinds of source of an assessment are a governed list."""

from django.db import migrations, models

import licensing.models.reference.texts


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0221_banks_of_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceKind",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("active", models.BooleanField(db_default=True, default=True, verbose_name="still in use")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "kind of source",
                "verbose_name_plural": "kinds of source",
            },
        ),
    ]
