"""Forms that were kept for their owner, and amendments in the making, which were in the session before."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0009_late_clearances"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=500)),
                ("page", models.CharField(max_length=500)),
                ("content", models.TextField()),
                ("kept_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kept_at"], name="kept_form_by_age")],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("sections", models.JSONField(default=dict)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="licensing.case")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "author"), name="one_working_copy_of_a_person")],
            },
        ),
    ]
