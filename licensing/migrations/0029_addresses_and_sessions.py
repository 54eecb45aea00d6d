"""Changes of address, forgotten passwords until they are written to, and sessions with whose they are; all sessions end here."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0028_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=45)),
                ("signed_in_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("former", models.EmailField(max_length=254, verbose_name="former address")),
                ("address", models.EmailField(max_length=254, verbose_name="new address")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waits for its link to be opened"),
                            ("confirmed", "Waits for a second administrator"),
                            ("changed", "In use"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                            ("replaced", "Replaced by another"),
                            ("undone", "Undone from the former address"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                ("due_at", models.DateTimeField(verbose_name="to be confirmed by")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of address",
                "verbose_name_plural": "changes of address",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("sent", "confirmed"))),
                        fields=("person",),
                        name="one_open_change_of_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by__isnull", True),
                            models.Q(("settled_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="an_address_is_settled_by_somebody_else",
                    ),
                ],
            },
        ),
        # Its keys signed in whoever read them.
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
