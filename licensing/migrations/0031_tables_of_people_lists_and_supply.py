"""Who is let in and stands in, systems and programs, releases of the governed lists, measures, supply plans and need."""

import datetime as dt
import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import licensing.models.people.systems
import licensing.models.people.users
import licensing.models.reference.texts
from licensing.migrations._in_runs import MigrationInRuns


class Migration(MigrationInRuns):
    dependencies = [
        ("licensing", "0030_handed_over"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(editable=False, max_length=24, null=True, unique=True, verbose_name="reference"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_original", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                ("register_no", models.CharField(max_length=40, verbose_name="register number")),
                ("address", models.TextField(verbose_name="address")),
                ("signatory", models.CharField(max_length=200, verbose_name="who signs for it")),
                ("signatory_position", models.CharField(max_length=200, verbose_name="in which office")),
                ("contact", models.CharField(max_length=200, verbose_name="contact")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=licensing.models.people.users.list_languages,
                        max_length=10,
                        verbose_name="language of the letters",
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Not sent yet"),
                            ("filed", "With the authority"),
                            ("returned", "Came back"),
                            ("accepted", "Accepted"),
                            ("lapsed", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("ends_at", models.DateTimeField(verbose_name="to be sent by")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("reason", models.TextField(blank=True, verbose_name="what is missing")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased at")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.invitation",
                        verbose_name="invitation",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="licensing.organisation",
                        verbose_name="organisation",
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
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
            },
        ),
        migrations.CreateModel(
            name="RegistrationDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="file")),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned"),
                            ("waiting", "Waits for the scanner"),
                            ("clean", "Clean"),
                            ("infected", "Infected"),
                        ],
                        default="not_scanned",
                        max_length=12,
                        verbose_name="scanner",
                    ),
                ),
                ("attached_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="licensing.registration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseHead",
            fields=[
                ("name", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Waits for a second person"),
                            ("approved", "Approved, waits for its moment"),
                            ("in_force", "In force"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("emergency", models.BooleanField(default=False, verbose_name="at once, as an emergency")),
                ("in_force_from", models.DateTimeField(blank=True, null=True, verbose_name="in force from")),
                ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="to be settled by")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("trial", models.JSONField(blank=True, null=True, verbose_name="trial")),
                ("conflicts", models.JSONField(blank=True, default=list, verbose_name="conflicts with what is shipped")),
                ("release", models.PositiveIntegerField(blank=True, null=True, unique=True, verbose_name="release")),
                ("in_force_at", models.DateTimeField(blank=True, null=True, verbose_name="in force since")),
                ("approved_trial", models.JSONField(blank=True, null=True, verbose_name="trial at its approval")),
                ("released_trial", models.JSONField(blank=True, null=True, verbose_name="trial when it came into force")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
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
                "verbose_name": "change set",
                "verbose_name_plural": "change sets",
            },
        ),
        migrations.CreateModel(
            name="ChangeLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("list", models.CharField(max_length=24, verbose_name="list")),
                ("key", models.CharField(max_length=120, verbose_name="row")),
                ("action", models.CharField(choices=[("put", "Written"), ("end", "Ended")], max_length=4, verbose_name="what")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="before")),
                ("after", models.JSONField(blank=True, null=True, verbose_name="after")),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="licensing.changeset",
                        verbose_name="change set",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed row",
                "verbose_name_plural": "changed rows",
            },
        ),
        migrations.CreateModel(
            name="Rewording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("list", models.CharField(max_length=24, verbose_name="list")),
                ("key", models.CharField(max_length=120, verbose_name="row")),
                ("before", models.JSONField(verbose_name="before")),
                ("after", models.JSONField(verbose_name="after")),
                ("reason", models.TextField(verbose_name="reason")),
                ("reworded_at", models.DateTimeField(verbose_name="reworded at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                (
                    "reworded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reworded by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "rewording",
                "verbose_name_plural": "rewordings",
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                ("digests", models.JSONField(verbose_name="digests of the files")),
                ("rows", models.JSONField(verbose_name="rows")),
                (
                    "change_set",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipment",
                        to="licensing.changeset",
                        verbose_name="change set",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment",
                "verbose_name_plural": "shipments",
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="open until")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergency_accesses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                "verbose_name": "emergency access",
                "verbose_name_plural": "emergency accesses",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person", "until"],
                        name="emergency_access_of_person",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("person")), _negated=True),
                        name="nobody_opens_cases_to_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by__isnull", True),
                            models.Q(
                                models.Q(("settled_by", models.F("person")), _negated=True),
                                models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_access_takes_a_third_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(
                                ("settled_at__isnull", False),
                                (
                                    "until__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("settled_at"), "+", models.Value(dt.timedelta(seconds=14400))
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_access_lasts_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="System",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "client_id",
                    models.CharField(
                        default=licensing.models.people.systems.generate_client_id,
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
                ("next_owner_due_at", models.DateTimeField(blank=True, null=True, verbose_name="to be confirmed by")),
                ("next_owner_reason", models.TextField(blank=True, verbose_name="reason")),
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
                (
                    "next_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed to answer for it",
                    ),
                ),
                (
                    "next_owner_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
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
                ("by_second_factor", models.BooleanField(null=True, verbose_name="by a second factor")),
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
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("first_on", models.DateField(verbose_name="from")),
                ("end_on", models.DateField(verbose_name="to (not included)")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="licensing.mandate",
                        verbose_name="deputy",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="licensing.mandate",
                        verbose_name="mandate",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "indexes": [
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["end_on"], name="absence_by_end")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("end_on__gt", models.F("first_on"))), name="absence_has_days"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deputy__isnull", True), ("mandate__isnull", True)),
                            models.Q(
                                ("deputy__isnull", False),
                                ("mandate__isnull", False),
                                models.Q(("mandate", models.F("deputy")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="absence_hands_over_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("reset_factor", "Reset the second factor"),
                            ("identity", "Connect an identity at the sign-in service"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="subject at the sign-in service")),
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                "verbose_name": "proposed change of an account",
                "verbose_name_plural": "proposed changes of accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("person")), _negated=True),
                        name="nobody_proposes_a_change_of_their_own_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by__isnull", True),
                            models.Q(
                                models.Q(("settled_by", models.F("person")), _negated=True),
                                models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_account_is_settled_by_a_third_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemFamily",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("model_names", models.JSONField(blank=True, default=list, verbose_name="models")),
                ("makers", models.JSONField(blank=True, default=list, verbose_name="makers")),
                ("entries", models.JSONField(blank=True, default=list, verbose_name="control entries")),
                ("plan_days", models.PositiveSmallIntegerField(default=30, verbose_name="days that a supply plan is good for")),
                (
                    "quota_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)],
                        verbose_name="at most exported, per cent of domestic orders",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.unit", verbose_name="unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "item family",
                "verbose_name_plural": "item families",
            },
        ),
        migrations.CreateModel(
            name="SupplyPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("data_on", models.DateField(verbose_name="state of the data")),
                (
                    "opening_stock",
                    models.DecimalField(decimal_places=3, max_digits=18, null=True, verbose_name="stock on hand"),
                ),
                (
                    "reserve_floor",
                    models.DecimalField(decimal_places=3, max_digits=18, null=True, verbose_name="reserve that must stay"),
                ),
                (
                    "domestic_orders",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="domestic orders"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("sufficient", "Sufficient"), ("limited", "Limited"), ("insufficient", "Insufficient")],
                        max_length=12,
                        verbose_name="verdict of the document",
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="number of the document")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("digest", models.CharField(max_length=64)),
                ("nonce", models.CharField(max_length=32)),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.body", verbose_name="body"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="licensing.itemfamily",
                        verbose_name="item family",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply plan",
                "verbose_name_plural": "supply plans",
            },
        ),
        migrations.CreateModel(
            name="SupplyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("planned", models.DecimalField(decimal_places=3, max_digits=18)),
                ("confirmed", models.DecimalField(decimal_places=3, max_digits=18)),
                ("allocation", models.DecimalField(decimal_places=3, max_digits=18)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="licensing.supplyplan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("titles", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="title")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=20, verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moratorium", "Moratorium"),
                            ("embargo", "Embargo on a country or a party"),
                            ("transit_ban", "Ban on transit"),
                            ("item_restriction", "Restriction on goods"),
                            ("need_halt", "Stop for urgent need"),
                            ("quota", "Quota"),
                            ("duty", "Duty"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("scope", models.JSONField(verbose_name="scope")),
                ("exemptions", models.JSONField(blank=True, default=list, verbose_name="exceptions")),
                (
                    "in_flight",
                    models.CharField(
                        choices=[
                            ("stop", "They stop"),
                            ("continue", "They go on if they were submitted before"),
                            ("continue_if_in_review", "They go on if they were accepted as complete before"),
                        ],
                        max_length=24,
                        verbose_name="cases under way",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="per cent"),
                ),
                ("authority", models.CharField(max_length=200, verbose_name="authority")),
                ("document_no", models.CharField(max_length=60, verbose_name="number of the document")),
                ("document_on", models.DateField(verbose_name="date of the document")),
                ("valid_from", models.DateField(verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waits for a second person"),
                            ("published", "Published"),
                            ("declined", "Declined"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("prepared_at", models.DateTimeField(verbose_name="prepared at")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("lifted_from", models.DateField(blank=True, null=True, verbose_name="ended from")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
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
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="licensing.measure",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure of the state",
                "verbose_name_plural": "measures of the state",
            },
        ),
        migrations.CreateModel(
            name="MeasureEnd",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lifted_from", models.DateField(verbose_name="ended from")),
                ("authority", models.CharField(max_length=200, verbose_name="authority")),
                ("document_no", models.CharField(max_length=60, verbose_name="number of the document")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waits for a second person"),
                            ("published", "Published"),
                            ("declined", "Declined"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ends",
                        to="licensing.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
                "verbose_name": "end of a measure",
                "verbose_name_plural": "ends of measures",
            },
        ),
        migrations.CreateModel(
            name="MeasureNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                ("freed_at", models.DateTimeField(blank=True, null=True, verbose_name="freed at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_notices",
                        to="licensing.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="licensing.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a measure",
                "verbose_name_plural": "notices of measures",
            },
        ),
        migrations.CreateModel(
            name="IssuedToken",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="issued",
                        serialize=False,
                        to="oauth2_provider.accesstoken",
                        verbose_name="token",
                    ),
                ),
                (
                    "secret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="licensing.systemsecret",
                        verbose_name="secret",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplyReservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("on", models.DateField(verbose_name="delivered on")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18, verbose_name="quantity")),
                ("reserved_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservations", to="licensing.case"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.itemfamily"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["family"], name="running_reservations")
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="something_is_reserved")],
            },
        ),
        migrations.CreateModel(
            name="SplittingRule",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("by", models.JSONField(default=list, verbose_name="alike in")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=365, validators=[django.core.validators.MinValueValidator(1)], verbose_name="days"
                    ),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=18,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="threshold, EUR",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "rule on splitting",
                "verbose_name_plural": "rules on splitting",
            },
        ),
        migrations.AddField(
            model_name="caseversion",
            name="release",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="release",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="position",
            name="release",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="client",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="program"),
        ),
        migrations.AddField(
            model_name="rightcorrection",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="licensing.membership",
                verbose_name="membership",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="plans_supply",
            field=models.BooleanField(db_default=False, default=False, verbose_name="keeps the supply plans"),
        ),
        migrations.AddField(
            model_name="party",
            name="owner_of",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="owner of"),
        ),
        migrations.AddField(
            model_name="rightcorrection",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="licensing.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="rightcorrection",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="head",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="need_override",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="computed",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="deliveries",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="document_no",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="party",
            name="role",
            field=models.CharField(
                choices=[
                    ("exporter", "Exporter"),
                    ("manufacturer", "Manufacturer"),
                    ("special_exporter", "Special exporter"),
                    ("agent", "Applicant's agent"),
                    ("buyer", "Buyer"),
                    ("intermediate_consignee", "Intermediate consignee"),
                    ("consignee", "Final consignee"),
                    ("end_user", "End user"),
                    ("ultimate_end_user", "Ultimate end user"),
                    ("broker", "Broker"),
                    ("forwarder", "Freight forwarder"),
                    ("carrier", "Carrier"),
                    ("insurer", "Insurer"),
                    ("lender", "Lender"),
                    ("guarantor", "Guarantor"),
                    ("jv_partner", "Joint-venture partner"),
                    ("ip_owner", "Owner of intellectual property"),
                    ("bank", "Bank"),
                    ("owner", "Owner of a party"),
                ],
                max_length=24,
                verbose_name="role",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="rightcorrection",
            name="a_correction_is_of_one_right",
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["email", "asked_at"], name="registration_by_address"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["state", "filed_at"], name="registration_by_state"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invitation__isnull", False), ("organisation__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("invitation__isnull", True),
                        ("organisation__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="accepted_registration_has_its_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "lapsed"]), ("reference__isnull", False), _connector="OR"),
                name="filed_registration_has_a_reference",
            ),
        ),
        migrations.AddIndex(
            model_name="changeset",
            index=models.Index(condition=models.Q(("state", "sent")), fields=["due_at"], name="change_set_by_due"),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "in_force", "declined"]), _negated=True),
                    ("drafted_by__isnull", True),
                    models.Q(("settled_by__isnull", False), models.Q(("settled_by", models.F("drafted_by")), _negated=True)),
                    _connector="OR",
                ),
                name="nobody_settles_their_own_change_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), ("drafted_by__isnull", False), ("release", 1), _connector="OR"
                ),
                name="a_sent_change_set_has_a_drafter",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_force_at__isnull", False), ("release__isnull", False), ("state", "in_force")),
                    models.Q(
                        models.Q(("state", "in_force"), _negated=True), ("in_force_at__isnull", True), ("release__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_change_set_in_force_is_a_release",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(("emergency", False), ("in_force_from__isnull", True), _connector="OR"),
                name="an_emergency_is_in_force_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeline",
            constraint=models.UniqueConstraint(fields=("change_set", "list", "key"), name="a_row_stands_once_in_a_change_set"),
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
        migrations.AddConstraint(
            model_name="supplyplan",
            constraint=models.UniqueConstraint(fields=("family", "number"), name="plan_number_once_per_family"),
        ),
        migrations.AddConstraint(
            model_name="supplyplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_no", ""), ("opening_stock__gte", 0), ("reserve_floor__gte", 0), ("verdict", "")),
                    models.Q(
                        ("opening_stock__isnull", True),
                        ("reserve_floor__isnull", True),
                        models.Q(("verdict", ""), _negated=True),
                        models.Q(("document_no", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_has_figures_or_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.UniqueConstraint(fields=("plan", "first_on"), name="period_once_per_plan"),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__lte", models.F("last_on"))), name="period_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("allocation__gte", 0), ("confirmed__gte", 0), ("planned__gte", 0)),
                name="period_figures_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("appointment__isnull", True),
                        ("body__isnull", True),
                        ("head__isnull", True),
                        ("mandate__isnull", False),
                        ("membership__isnull", True),
                    ),
                    models.Q(
                        ("appointment__isnull", False),
                        ("body__isnull", True),
                        ("head__isnull", True),
                        ("mandate__isnull", True),
                        ("membership__isnull", True),
                    ),
                    models.Q(
                        ("appointment__isnull", True),
                        ("body__isnull", True),
                        ("head__isnull", True),
                        ("mandate__isnull", True),
                        ("membership__isnull", False),
                    ),
                    models.Q(
                        ("appointment__isnull", True),
                        ("body__isnull", False),
                        ("head__isnull", False),
                        ("mandate__isnull", True),
                        ("membership__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_correction_is_of_one_right",
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["valid_from"], name="measure_published_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "declined"), _negated=True),
                fields=("code", "version"),
                name="a_measure_has_each_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("settled_by__isnull", False), models.Q(("settled_by", models.F("prepared_by")), _negated=True)),
                    _connector="OR",
                ),
                name="a_measure_is_published_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="a_measure_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureend",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")), fields=("measure",), name="one_proposed_end_of_a_measure"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("settled_by__isnull", False), models.Q(("settled_by", models.F("proposed_by")), _negated=True)),
                    _connector="OR",
                ),
                name="a_measure_is_ended_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurenotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("freed_at__isnull", True)), fields=("measure", "case"), name="one_open_notice_of_a_measure"
            ),
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("next_owner__isnull", True), ("next_owner_by__isnull", True), ("next_owner_due_at__isnull", True)
                    ),
                    models.Q(
                        ("next_owner__isnull", False),
                        ("next_owner_by__isnull", False),
                        ("next_owner_due_at__isnull", False),
                        models.Q(("next_owner", models.F("next_owner_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="another_person_proposes_an_owner",
            ),
        ),
    ]
