"""Templates of end-user certificates are a governed list."""

from django.db import migrations, models

import licensing.models.reference.texts


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0145_where_interests_and_ideas_come_from"),
    ]

    operations = [
        migrations.CreateModel(
            name="CertificateTemplate",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("required", models.JSONField(default=list, verbose_name="required elements")),
                ("optional", models.JSONField(blank=True, default=list, verbose_name="optional elements")),
                ("confirmed_by", models.JSONField(default=list, verbose_name="steps of which one must confirm it")),
                ("active", models.BooleanField(db_default=True, default=True, verbose_name="still in use")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "template of a certificate",
                "verbose_name_plural": "templates of certificates",
            },
        ),
    ]
