"""Systems, their secrets, and what persons allow programs to do; the program stands in every event."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import licensing.models.systems


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0033_emergency_access"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="client",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="program"),
        ),
        migrations.CreateModel(
            name="System",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "client_id",
                    models.CharField(
                        default=licensing.models.systems.generate_client_id,
                        max_length=64,
                        unique=True,
                        verbose_name="client id",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "Acts by itself, with an account of its own"),
                            ("delegate", "Acts for persons who sign in and allow it"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="runs on a person's own machine")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("purpose", models.TextField(verbose_name="purpose")),
                ("scopes", models.JSONField(default=list, verbose_name="may be given for")),
                ("redirect_uris", models.JSONField(blank=True, default=list, verbose_name="addresses to return to")),
                ("rate", models.CharField(blank=True, max_length=20, verbose_name="limit of calls")),
                ("addresses", models.TextField(blank=True, verbose_name="where it calls from")),
                ("end_on", models.DateField(verbose_name="to (not included)")),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("due_at", models.DateTimeField(verbose_name="to be confirmed by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="suspended at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account of the system",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to="licensing.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to="licensing.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_systems",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
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
                "verbose_name": "system",
                "verbose_name_plural": "systems",
            },
        ),
        migrations.CreateModel(
            name="Authorisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("scopes", models.JSONField(verbose_name="may be given for")),
                ("allowed_at", models.DateTimeField(verbose_name="allowed at")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("revoked", "Ended by the person"),
                            ("returned", "Given back by the program"),
                            ("replaced", "Allowed again"),
                            ("replayed", "Ended because a code or token came a second time"),
                            ("person", "Ended with the sign-ins or rights of the person"),
                            ("system", "Ended with the program"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="licensing.system",
                        verbose_name="system",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SystemSecret",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="secrets", to="licensing.system"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account__isnull", False), ("is_public", False), ("kind", "service")),
                    models.Q(("account__isnull", True), ("kind", "delegate")),
                    _connector="OR",
                ),
                name="only_a_service_has_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by__isnull", True),
                    models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_system_is_settled_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.CheckConstraint(
                condition=models.Q(("body__isnull", True), ("organisation__isnull", True), _connector="OR"),
                name="a_system_is_of_one_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="authorisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person", "system"),
                name="a_person_allows_a_program_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="systemsecret",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True)), fields=("system",), name="one_lasting_secret_per_system"
            ),
        ),
        migrations.AddConstraint(
            model_name="systemsecret",
            constraint=models.UniqueConstraint(fields=("digest",), name="a_secret_is_of_one_system"),
        ),
    ]
