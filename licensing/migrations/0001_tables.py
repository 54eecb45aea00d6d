"""All tables of the first release, with their constraints and indexes."""

import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models

import licensing.models.people.users
import licensing.models.reference.texts
import licensing.models.requests.content
from licensing.migrations._in_runs import MigrationInRuns


class Migration(MigrationInRuns):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("name", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("version", models.CharField(max_length=24, verbose_name="version")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendars",
            },
        ),
        migrations.CreateModel(
            name="CaseKind",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="code")),
                ("prefix", models.CharField(max_length=4, unique=True, verbose_name="prefix of the number")),
                (
                    "descriptions",
                    licensing.models.reference.texts.TextsField(blank=True, default=dict, verbose_name="description"),
                ),
                ("permit", models.CharField(max_length=8, verbose_name="permit it leads to")),
                ("validity_months", models.PositiveSmallIntegerField(default=12, verbose_name="usual validity, months")),
                ("max_validity_months", models.PositiveSmallIntegerField(default=12, verbose_name="longest validity, months")),
                (
                    "report_months",
                    models.PositiveSmallIntegerField(db_default=3, default=3, verbose_name="months to report after a period"),
                ),
                ("is_plan", models.BooleanField(default=False, verbose_name="is a plan")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "kind of case",
                "verbose_name_plural": "kinds of case",
            },
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("name", models.CharField(default="events", max_length=12, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("texts", licensing.models.reference.texts.TextsField(default=dict, verbose_name="text")),
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code")),
                ("parameters", models.JSONField(blank=True, default=list, verbose_name="parameters")),
                ("due_rule", models.CharField(blank=True, max_length=120, verbose_name="when it is due")),
                ("owner", models.CharField(blank=True, max_length=40, verbose_name="who sees to it")),
                (
                    "evidence_texts",
                    licensing.models.reference.texts.TextsField(
                        blank=True, default=dict, max_length=200, verbose_name="evidence"
                    ),
                ),
                ("breach", models.CharField(blank=True, max_length=16, verbose_name="what a breach leads to")),
                ("blocks_start", models.BooleanField(default=False, verbose_name="the licence waits for it")),
            ],
            options={
                "verbose_name": "condition of the library",
                "verbose_name_plural": "conditions of the library",
            },
        ),
        migrations.CreateModel(
            name="ControlEntry",
            fields=[
                ("titles", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="title")),
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("list", models.CharField(max_length=12, verbose_name="list")),
                ("version", models.CharField(blank=True, max_length=24, verbose_name="version")),
                ("unroca", models.CharField(blank=True, max_length=40, verbose_name="category of the UN Register")),
                ("att", models.CharField(blank=True, max_length=40, verbose_name="category of the Arms Trade Treaty")),
                ("hs_heads", models.CharField(blank=True, max_length=120, verbose_name="headings of the Harmonised System")),
                (
                    "mtcr_default",
                    models.CharField(
                        choices=[
                            ("none", "Not an MTCR item"),
                            ("I", "MTCR Category I"),
                            ("II", "MTCR Category II"),
                            ("unknown", "Not yet determined"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="MTCR category",
                    ),
                ),
                ("valid_from", models.DateField(null=True, verbose_name="valid from")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "control entry",
                "verbose_name_plural": "control entries",
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code")),
                ("alpha3", models.CharField(max_length=3, unique=True, verbose_name="three-letter code")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("us", "United States"),
                            ("europe", "Europe"),
                            ("supporter", "Other supporter"),
                            ("other", "Other"),
                            ("excluded", "Excluded"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="tier",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("titles", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="title")),
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code")),
                ("set", models.CharField(max_length=8, verbose_name="set")),
                ("test", models.CharField(max_length=12, verbose_name="test")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
            },
        ),
        migrations.CreateModel(
            name="Currency",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code")),
                ("decimals", models.PositiveSmallIntegerField(default=2, verbose_name="decimals")),
            ],
            options={
                "verbose_name": "currency",
                "verbose_name_plural": "currencies",
            },
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="code")),
                ("original_required", models.BooleanField(default=False, verbose_name="original required")),
                ("expires", models.BooleanField(default=False, verbose_name="expires")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "document type",
                "verbose_name_plural": "document types",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("kind", models.CharField(max_length=32, verbose_name="what")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("from_state", models.CharField(blank=True, max_length=24)),
                ("to_state", models.CharField(blank=True, max_length=24)),
                ("data", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "transaction",
                    models.BigIntegerField(
                        db_default=models.Func(
                            output_field=models.BigIntegerField(), template="(pg_current_xact_id()::text::bigint)"
                        ),
                        editable=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
        ),
        migrations.CreateModel(
            name="Incoterm",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code")),
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=80, verbose_name="name")),
            ],
            options={
                "verbose_name": "delivery term",
                "verbose_name_plural": "delivery terms",
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="day")),
                ("quorum", models.PositiveSmallIntegerField(default=1, verbose_name="members who must be present")),
                (
                    "state",
                    models.CharField(
                        choices=[("called", "Called"), ("closed", "Concluded")],
                        default="called",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("resolution_no", models.CharField(blank=True, max_length=60, verbose_name="resolution number")),
                ("called_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "sitting",
                "verbose_name_plural": "sittings",
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="code")),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="to")),
                ("working_days_only", models.BooleanField(default=False, verbose_name="weekends are quiet too")),
            ],
            options={
                "verbose_name": "quiet hours",
                "verbose_name_plural": "quiet hours",
            },
        ),
        migrations.CreateModel(
            name="RefusalGround",
            fields=[
                ("texts", licensing.models.reference.texts.TextsField(default=dict, verbose_name="text")),
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code")),
                ("absolute", models.BooleanField(default=False, verbose_name="absolute")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
            ],
            options={
                "verbose_name": "ground of refusal",
                "verbose_name_plural": "grounds of refusal",
            },
        ),
        migrations.CreateModel(
            name="ReminderPolicy",
            fields=[
                (
                    "deadline",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness check"),
                            ("legal", "Legal time limit"),
                            ("stage", "Stage"),
                            ("escalation", "Time to refer the case up"),
                            ("appeal", "Time to appeal"),
                            ("question", "Question to the applicant"),
                            ("need_statement", "Statement of domestic need"),
                            ("licence_expiry", "End of a licence"),
                            ("usage_report", "Reports under a licence"),
                            ("condition", "Condition of a licence"),
                        ],
                        max_length=16,
                        primary_key=True,
                        serialize=False,
                        verbose_name="deadline",
                    ),
                ),
                (
                    "followed",
                    models.CharField(blank=True, max_length=64, verbose_name="version that everything owed was computed by"),
                ),
                ("newer", models.CharField(blank=True, max_length=64, verbose_name="version that is being followed")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="when it was noticed")),
                ("behind", models.UUIDField(blank=True, null=True)),
                ("refused", models.BooleanField(db_default=False, default=False, verbose_name="a case was passed by")),
            ],
        ),
        migrations.CreateModel(
            name="ReturnGround",
            fields=[
                ("texts", licensing.models.reference.texts.TextsField(default=dict, verbose_name="text")),
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code")),
            ],
            options={
                "verbose_name": "ground for sending back",
                "verbose_name_plural": "grounds for sending back",
            },
        ),
        migrations.CreateModel(
            name="RoutingRow",
            fields=[
                ("code", models.CharField(max_length=48, primary_key=True, serialize=False, verbose_name="code")),
                ("priority", models.PositiveSmallIntegerField(default=100, verbose_name="priority")),
                ("procedure_code", models.CharField(blank=True, max_length=48, verbose_name="procedure")),
                ("when", models.JSONField(blank=True, default=dict, verbose_name="applies if")),
                ("extra_seats", models.JSONField(blank=True, default=list, verbose_name="further seats")),
                ("flags", models.JSONField(blank=True, default=list, verbose_name="flags")),
                ("reasons", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="because")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired on")),
            ],
            options={
                "verbose_name": "row of the decision table",
                "verbose_name_plural": "rows of the decision table",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code")),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals")),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=licensing.models.people.users.list_languages,
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("time_zone", models.CharField(default="Europe/Kyiv", max_length=64, verbose_name="time zone")),
                ("is_system", models.BooleanField(default=False, verbose_name="is a system, not a person")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the reviewers' desk")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("wants_digest", models.BooleanField(default=False, verbose_name="one mail a day")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined at")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code")),
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=200, verbose_name="name")),
                (
                    "short_names",
                    licensing.models.reference.texts.TextsField(default=dict, max_length=40, verbose_name="short name"),
                ),
                ("states_need", models.BooleanField(default=False, verbose_name="consolidates domestic need")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="head",
                    ),
                ),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted: completeness check"),
                            ("ministry_review", "Ministry review"),
                            ("government_decision", "Government decision"),
                            ("adjourned", "Adjourned"),
                            ("returned", "Returned to the applicant"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(editable=False, max_length=24, null=True, unique=True, verbose_name="reference"),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "cooperation_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct_sale", "Direct sale"),
                            ("joint_venture", "Joint venture"),
                            ("long_term", "Long-term contract"),
                            ("financing", "Loan or export financing"),
                            ("mixed", "Mixed form"),
                        ],
                        max_length=16,
                        verbose_name="form of co-operation",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("urgent", models.BooleanField(default=False, verbose_name="urgent")),
                ("urgency_reason", models.TextField(blank=True, verbose_name="why it is urgent")),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("adjourned_until", models.DateField(blank=True, null=True)),
                ("routing", models.JSONField(blank=True, default=dict, verbose_name="why this procedure and these bodies")),
                ("end_use_purpose", models.TextField(blank=True, verbose_name="end use")),
                ("end_use_location", models.CharField(blank=True, max_length=300, verbose_name="place of use")),
                ("end_use_programme", models.CharField(blank=True, max_length=200, verbose_name="programme")),
                (
                    "end_use_sector",
                    models.CharField(
                        blank=True,
                        choices=[("military", "Military"), ("police", "Police"), ("civil", "Civil")],
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                ("contract_no", models.CharField(blank=True, max_length=80, verbose_name="contract number")),
                ("contract_date", models.DateField(blank=True, null=True, verbose_name="contract date")),
                ("delivery_place", models.CharField(blank=True, max_length=200, verbose_name="named place")),
                ("payment", models.TextField(blank=True, verbose_name="payment")),
                ("joint_venture", models.JSONField(blank=True, null=True)),
                ("long_term", models.JSONField(blank=True, null=True)),
                ("financing", models.JSONField(blank=True, null=True)),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="licensing.case",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="licensing.case",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="licensing.casekind", verbose_name="kind"
                    ),
                ),
                (
                    "partner_country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="CaseVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("canonical", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="licensing.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness check"),
                            ("legal", "Legal time limit"),
                            ("stage", "Stage"),
                            ("escalation", "Time to refer the case up"),
                            ("appeal", "Time to appeal"),
                        ],
                        max_length=14,
                    ),
                ),
                ("term_amount", models.PositiveSmallIntegerField()),
                (
                    "term_unit",
                    models.CharField(choices=[("calendar", "calendar days"), ("working", "working days")], max_length=8),
                ),
                ("cap_amount", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("calendar_version", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("wake_at", models.DateTimeField(blank=True, null=True)),
                ("calendar", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.calendar")),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="licensing.case"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("grant", "Grant"), ("grant_in_part", "Grant in part"), ("refuse", "Refuse")],
                        max_length=14,
                        verbose_name="outcome",
                    ),
                ),
                ("resolution_no", models.CharField(max_length=60, verbose_name="resolution number")),
                ("resolution_on", models.DateField(verbose_name="resolution date")),
                ("grounds", models.JSONField(blank=True, default=list)),
                ("conditions", models.JSONField(blank=True, default=list)),
                ("reasons", models.TextField(blank=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="licensing.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.caseversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Countersignature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("countersigned_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="countersignature", to="licensing.decision"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="decision",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.decision"
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("original", models.BooleanField(default=False, verbose_name="original")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="issuer")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires on")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=licensing.models.requests.content.build_document_path, verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("not_scanned", "Not scanned"), ("clean", "Clean"), ("infected", "Infected")],
                        default="not_scanned",
                        max_length=12,
                    ),
                ),
                ("attached_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="licensing.case"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="licensing.documenttype", verbose_name="type"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("url", models.URLField(max_length=500, verbose_name="web address")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of event (empty: all it may hear)")),
                ("secret", models.CharField(max_length=255, verbose_name="secret, sealed")),
                (
                    "former_secret",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=255, verbose_name="former secret, sealed"
                    ),
                ),
                ("former_until", models.DateTimeField(blank=True, null=True, verbose_name="former secret signs too until")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("disabled_at", models.DateTimeField(blank=True, null=True, verbose_name="switched off at")),
                ("disabled_because", models.CharField(blank=True, max_length=200, verbose_name="why it was switched off")),
                ("disabled_after", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("failures", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="failures in a row")),
                ("failing_since", models.DateTimeField(blank=True, null=True, verbose_name="failing since")),
                ("held_until", models.DateTimeField(blank=True, null=True, verbose_name="next try at")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "system that listens",
                "verbose_name_plural": "systems that listen",
            },
        ),
        migrations.CreateModel(
            name="UnsentEvent",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="licensing.event"
                    ),
                ),
                ("error", models.TextField(verbose_name="what went wrong")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "event set aside",
                "verbose_name_plural": "events set aside",
            },
        ),
        migrations.AddField(
            model_name="event",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="licensing.case"),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(choices=[("mail", "Mail"), ("webhook", "Webhook")], max_length=8, verbose_name="channel"),
                ),
                ("order_key", models.UUIDField(null=True, verbose_name="messages with one key leave in order")),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "Due"), ("sent", "Sent"), ("dead", "Given up"), ("aside", "Laid aside")],
                        default="due",
                        max_length=5,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("created_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("first_tried_at", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="licensing.endpoint",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="licensing.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="from the day")),
                ("to_eur", models.DecimalField(decimal_places=8, max_digits=18, verbose_name="worth in EUR")),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="licensing.currency", verbose_name="currency"
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day")),
                ("kind", models.CharField(choices=[("off", "off"), ("working", "working")], max_length=8, verbose_name="kind")),
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=120, verbose_name="name")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="licensing.calendar",
                        verbose_name="calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "day off",
                "verbose_name_plural": "days off",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="incoterm",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.incoterm"
            ),
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_uk", models.CharField(blank=True, max_length=200, verbose_name="name in Ukrainian")),
                ("model", models.CharField(blank=True, max_length=120, verbose_name="model")),
                ("maker", models.CharField(blank=True, max_length=200, verbose_name="maker")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=18,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="quantity",
                    ),
                ),
                (
                    "unit_price",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="price of one"),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[("new", "New"), ("used", "Used"), ("refurbished", "Refurbished")],
                        default="new",
                        max_length=12,
                        verbose_name="condition",
                    ),
                ),
                ("uktzed", models.CharField(blank=True, max_length=10, verbose_name="UKTZED code")),
                (
                    "mtcr",
                    models.CharField(
                        choices=[
                            ("none", "Not an MTCR item"),
                            ("I", "MTCR Category I"),
                            ("II", "MTCR Category II"),
                            ("unknown", "Not yet determined"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="MTCR category",
                    ),
                ),
                (
                    "foreign_content",
                    models.CharField(
                        choices=[
                            ("none", "No foreign content under control"),
                            ("consented", "Foreign content, consent on file"),
                            ("pending", "Foreign content, consent not yet given"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="licensing.case"),
                ),
                (
                    "control_entries",
                    models.ManyToManyField(blank=True, to="licensing.controlentry", verbose_name="control entries"),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="licensing.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.unit", verbose_name="unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18)),
                ("reason", models.TextField(blank=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="licensing.decision"
                    ),
                ),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.item")),
            ],
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("issued", "Issued"),
                            ("suspended", "Suspended"),
                            ("exhausted", "Used in full"),
                            ("expired", "Expired"),
                            ("revoked", "Revoked"),
                            ("surrendered", "Surrendered"),
                        ],
                        default="issued",
                        editable=False,
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="number")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("zone", models.CharField(default="Europe/Kyiv", max_length=64)),
                ("state_reason", models.TextField(blank=True, verbose_name="why it is in this state")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="licence", to="licensing.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "licence",
                "verbose_name_plural": "licences",
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name="event",
            name="licence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="licensing.licence",
            ),
        ),
        migrations.CreateModel(
            name="LicenceCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("parameters", models.JSONField(blank=True, default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("blocks_start", models.BooleanField(default=False)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="licensing.condition"
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="licensing.licence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("holder", "Holder"), ("deputy", "Deputy")],
                        default="holder",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="order among deputies")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="from, to")),
                ("scope", models.JSONField(blank=True, default=list, verbose_name="only these kinds of case (empty: all)")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="licensing.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandate",
                "verbose_name_plural": "mandates",
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "sitting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="minutes",
                        serialize=False,
                        to="licensing.sitting",
                    ),
                ),
                ("canonical", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "minutes",
            },
        ),
        migrations.AddField(
            model_name="sitting",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="licensing.body", verbose_name="body"
            ),
        ),
        migrations.AddField(
            model_name="sitting",
            name="called_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("present", models.BooleanField(default=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("body", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.body")),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="licensing.sitting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NeedStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=12)),
                ("data_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("figures", models.JSONField(blank=True, default=dict)),
                ("note", models.TextField(blank=True)),
                ("stated_at", models.DateTimeField()),
                ("body", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.body")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="need_statements", to="licensing.case"
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_original", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                ("register_no", models.CharField(blank=True, max_length=40, verbose_name="register number")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="licensing.country", verbose_name="country"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("administrator", "Administrator"), ("preparer", "Preparer"), ("reader", "Reader")],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="licensing.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.AddField(
            model_name="licence",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="licences", to="licensing.organisation"
            ),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endpoints",
                to="licensing.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="licensing.organisation",
                verbose_name="applicant",
            ),
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
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
                        ],
                        max_length=24,
                        verbose_name="role",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_original", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                (
                    "kind",
                    models.CharField(
                        choices=[("government", "Government"), ("commercial", "Commercial"), ("individual", "Individual")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("register_no", models.CharField(blank=True, max_length=40, verbose_name="register number")),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="licensing.case"),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
            },
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("code", models.CharField(max_length=48, verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "descriptions",
                    licensing.models.reference.texts.TextsField(blank=True, default=dict, verbose_name="description"),
                ),
                ("source", models.TextField(blank=True, verbose_name="source of the rule")),
                ("sample", models.BooleanField(default=True, verbose_name="a sample, not law")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("term_amount", models.PositiveSmallIntegerField(verbose_name="legal time limit")),
                (
                    "term_unit",
                    models.CharField(
                        choices=[("calendar", "calendar days"), ("working", "working days")], default="calendar", max_length=8
                    ),
                ),
                (
                    "cap_amount",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hard maximum, calendar days"),
                ),
                (
                    "completeness_amount",
                    models.PositiveSmallIntegerField(default=10, verbose_name="days for the completeness check"),
                ),
                (
                    "completeness_unit",
                    models.CharField(
                        choices=[("calendar", "calendar days"), ("working", "working days")], default="working", max_length=8
                    ),
                ),
                (
                    "thresholds",
                    models.JSONField(
                        blank=True, default=list, verbose_name="what makes an amendment material (empty: any change)"
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("calendar", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.calendar")),
            ],
            options={
                "verbose_name": "procedure",
                "verbose_name_plural": "procedures",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="licensing.procedure",
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="question")),
                ("section", models.CharField(blank=True, max_length=16, verbose_name="about")),
                ("due_on", models.DateField(verbose_name="answer by")),
                ("stops_clock", models.BooleanField(default=True, verbose_name="the clock stands still until it is answered")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("answered", "Answered, to be checked"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="licensing.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("question", "A question waits for the applicant's answer"),
                            ("adjourned", "The decision is adjourned"),
                            ("hold", "Held by the authority"),
                            ("returned", "The request is with the applicant"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "owner",
                    models.CharField(choices=[("applicant", "the applicant"), ("authority", "the authority")], max_length=10),
                ),
                ("note", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("at_most_until", models.DateTimeField(blank=True, null=True)),
                (
                    "clock",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="licensing.clock"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="licensing.question",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField(verbose_name="answer")),
                ("complete", models.BooleanField(default=True, verbose_name="this answers the question in full")),
                ("more_time_until", models.DateField(blank=True, null=True, verbose_name="asks for time until")),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.document",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="licensing.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=16)),
                ("note", models.TextField(blank=True)),
                ("imposed", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="licensing.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("code", models.CharField(max_length=48, primary_key=True, serialize=False, verbose_name="code")),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness check"),
                            ("legal", "Legal time limit"),
                            ("stage", "Stage"),
                            ("escalation", "Time to refer the case up"),
                            ("appeal", "Time to appeal"),
                            ("question", "Question to the applicant"),
                            ("need_statement", "Statement of domestic need"),
                            ("licence_expiry", "End of a licence"),
                            ("usage_report", "Reports under a licence"),
                            ("condition", "Condition of a licence"),
                        ],
                        max_length=16,
                        verbose_name="deadline",
                    ),
                ),
                ("offset_days", models.SmallIntegerField(verbose_name="days before (-) or after")),
                (
                    "unit",
                    models.CharField(
                        choices=[("calendar", "calendar days"), ("working", "working days")],
                        max_length=8,
                        verbose_name="kind of days",
                    ),
                ),
                (
                    "repeat_every",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="again every so many days"),
                ),
                (
                    "repeat_until",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="until so many days after"),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("applicant", "People of the applicant's organisation"),
                            ("officers", "Case officers"),
                            ("seats", "People who may speak for a seat that is still to speak"),
                            ("holders", "Holders of the seats that are still to speak"),
                            ("deputies", "Deputies of the seats that are still to speak"),
                            ("heads", "Heads of the bodies that are still to speak"),
                            ("need", "People of the bodies that consolidate domestic need"),
                            ("deciders", "Deciders"),
                            ("systems", "Subscribed systems"),
                        ],
                        max_length=10,
                        verbose_name="who is reminded",
                    ),
                ),
                ("by_mail", models.BooleanField(db_default=True, default=True, verbose_name="by mail")),
                ("by_webhook", models.BooleanField(db_default=False, default=False, verbose_name="by webhook")),
                (
                    "sentences",
                    licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="sentence"),
                ),
                (
                    "quiet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="licensing.quiethours",
                        verbose_name="quiet hours",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.CharField(max_length=80, verbose_name="what it is about")),
                ("deadline_at", models.DateTimeField(verbose_name="the deadline it speaks of")),
                ("due_at", models.DateTimeField(verbose_name="to be sent")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="licensing.case"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="licensing.clock",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="licensing.licence",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="licensing.question",
                    ),
                ),
                ("rule", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.reminderrule")),
            ],
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=48, verbose_name="code")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("about", "About the request"),
                            ("items", "Items"),
                            ("parties", "Parties"),
                            ("end_use", "End use"),
                            ("route", "Route"),
                            ("terms", "Terms of co-operation"),
                            ("documents", "Documents"),
                        ],
                        max_length=16,
                        verbose_name="section",
                    ),
                ),
                ("test", models.CharField(max_length=10, verbose_name="test")),
                ("target", models.CharField(max_length=80, verbose_name="what is tested")),
                ("applies_if", models.JSONField(blank=True, default=dict, verbose_name="applies if")),
                (
                    "sentences",
                    licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="sentence"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="licensing.casekind",
                        verbose_name="kind of case",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement",
                "verbose_name_plural": "requirements",
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("rule", models.JSONField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("all_spoke", "Every seat has spoken"),
                            ("settled", "The outcome could no longer change"),
                            ("deadline", "The deadline passed"),
                            ("superseded", "A newer version of the request replaced it"),
                            ("stopped", "The case left the review"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Not yet decided"),
                            ("passed", "Passed"),
                            ("passed_with_conditions", "Passed with conditions"),
                            ("not_passed", "Not passed"),
                            ("escalated", "Referred up"),
                            ("adjourned", "Adjourned"),
                        ],
                        default="pending",
                        max_length=24,
                    ),
                ),
                ("result", models.JSONField(blank=True, default=dict)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="licensing.case"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="licensing.caseversion"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="decision",
            name="round",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="licensing.round"
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="round",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="clock", to="licensing.round"
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("grant", "Grant"), ("grant_in_part", "Grant in part"), ("refuse", "Refuse")],
                        max_length=14,
                        verbose_name="proposal",
                    ),
                ),
                ("details", models.JSONField(blank=True, default=dict)),
                ("conditions_digest", models.CharField(db_default="", default="", max_length=64)),
                (
                    "result",
                    models.CharField(
                        choices=[("pending", "On the agenda"), ("decided", "Decided"), ("failed", "Not decided")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("sentence", models.TextField(blank=True, verbose_name="why it was not decided")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda_items", to="licensing.case"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_item",
                        to="licensing.decision",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="licensing.sitting"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoundSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("deliberative", "Deliberative"),
                            ("consultative", "Consultative"),
                            ("observer", "Observer"),
                            ("secretary", "Secretary"),
                        ],
                        default="deliberative",
                        max_length=14,
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                (
                    "veto",
                    models.CharField(
                        choices=[
                            ("none", "No veto"),
                            ("suspensive", "Suspensive veto: forces escalation"),
                            ("absolute", "Absolute veto"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mandatory", models.BooleanField(default=True)),
                ("explicit", models.BooleanField(default=False, verbose_name="silence never counts for this seat")),
                ("chair", models.BooleanField(default=False)),
                ("needs_need", models.BooleanField(default=False, verbose_name="cannot speak before domestic need is stated")),
                (
                    "depends_on",
                    models.JSONField(blank=True, default=list, verbose_name="fields of the request it depends on (empty: all)"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats_asked", to="licensing.body"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="licensing.round"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("speaks_as", models.CharField(choices=[("holder", "Holder"), ("deputy", "Deputy")], max_length=8)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("approve", "Approve"),
                            ("conditions", "Approve with conditions"),
                            ("object", "Object"),
                            ("abstain", "Abstain"),
                            ("no_view", "Not within our remit"),
                            ("adjourn", "Ask to adjourn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("casting", models.BooleanField(default=False, verbose_name="the chair's casting vote")),
                ("grounds", models.JSONField(blank=True, default=list)),
                ("conditions", models.JSONField(blank=True, default=list)),
                ("comment", models.TextField(blank=True)),
                ("taken_at", models.DateTimeField()),
                ("nonce", models.CharField(max_length=32)),
                (
                    "version_digest",
                    models.CharField(default="", max_length=64, verbose_name="digest of the version that was signed"),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="licensing.round"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="licensing.roundseat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RouteLeg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("road", "Road"),
                            ("rail", "Rail"),
                            ("sea", "Sea"),
                            ("air", "Air"),
                            ("multimodal", "Multimodal"),
                            ("intangible", "Intangible transfer"),
                        ],
                        max_length=12,
                        verbose_name="mode",
                    ),
                ),
                ("from_place", models.CharField(max_length=200, verbose_name="from")),
                ("to_place", models.CharField(max_length=200, verbose_name="to")),
                ("carrier", models.CharField(blank=True, max_length=200, verbose_name="carrier")),
                ("customs_point", models.CharField(blank=True, max_length=200, verbose_name="customs point")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="route_legs", to="licensing.case"
                    ),
                ),
                (
                    "from_country",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.country"),
                ),
                (
                    "to_country",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.country"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", licensing.models.reference.texts.TextsField(default=dict, max_length=300, verbose_name="name")),
                ("number", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=48)),
                ("government", models.BooleanField(default=False, verbose_name="part of the government's decision")),
                ("rule", models.JSONField(verbose_name="rule")),
                ("term_amount", models.PositiveSmallIntegerField(verbose_name="deadline")),
                (
                    "term_unit",
                    models.CharField(
                        choices=[("calendar", "calendar days"), ("working", "working days")], default="calendar", max_length=8
                    ),
                ),
                (
                    "on_fail",
                    models.CharField(
                        choices=[
                            ("continue", "Continue with a negative recommendation"),
                            ("escalate", "Refer to a higher stage"),
                        ],
                        default="continue",
                        max_length=10,
                    ),
                ),
                (
                    "only_when_referred",
                    models.BooleanField(default=False, verbose_name="opens only when a stage below refers the case up"),
                ),
                ("escalation", models.JSONField(blank=True, default=dict, verbose_name="escalation")),
                ("entry_checks", models.JSONField(blank=True, default=list, verbose_name="entry checks")),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="licensing.procedure"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("deliberative", "Deliberative"),
                            ("consultative", "Consultative"),
                            ("observer", "Observer"),
                            ("secretary", "Secretary"),
                        ],
                        default="deliberative",
                        max_length=14,
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                (
                    "veto",
                    models.CharField(
                        choices=[
                            ("none", "No veto"),
                            ("suspensive", "Suspensive veto: forces escalation"),
                            ("absolute", "Absolute veto"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mandatory", models.BooleanField(default=True)),
                ("explicit", models.BooleanField(default=False, verbose_name="silence never counts for this seat")),
                ("chair", models.BooleanField(default=False)),
                ("needs_need", models.BooleanField(default=False, verbose_name="cannot speak before domestic need is stated")),
                (
                    "depends_on",
                    models.JSONField(blank=True, default=list, verbose_name="fields of the request it depends on (empty: all)"),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="licensing.body"),
                ),
                (
                    "stage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="licensing.stage"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="round",
            name="stage",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="licensing.stage"),
        ),
        migrations.CreateModel(
            name="StandingPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("casting", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "position",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="licensing.position"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="licensing.round"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="licensing.roundseat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoredAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.TextField(blank=True)),
                ("headers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("direct_sale", "Direct sale"),
                            ("joint_venture", "Joint venture"),
                            ("long_term", "Long-term contract"),
                            ("financing", "Loan or export financing"),
                            ("mixed", "Mixed form"),
                        ],
                        max_length=16,
                        verbose_name="form of co-operation",
                    ),
                ),
                ("goods", models.TextField(blank=True, verbose_name="goods")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="indicative quantity"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="indicative value"
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="General Staff's priority")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="licensing.case"
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="licensing.currency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="licensing.unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LicenceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("model", models.CharField(blank=True, max_length=120)),
                ("authorised", models.DecimalField(decimal_places=3, max_digits=18)),
                ("used", models.DecimalField(decimal_places=3, default=Decimal(0), max_digits=18)),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="licensing.licence"
                    ),
                ),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="licensing.unit")),
            ],
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("message_id", models.CharField(max_length=100, verbose_name="message of the customs system")),
                ("declaration_no", models.CharField(max_length=60, verbose_name="declaration number")),
                ("customs_office", models.CharField(blank=True, max_length=60, verbose_name="customs office")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18)),
                ("left_after", models.DecimalField(decimal_places=3, max_digits=18)),
                ("cleared_on", models.DateField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="usages", to="licensing.licenceline"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="licensing.usage",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConditionDuty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField(verbose_name="due")),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_because", models.TextField(blank=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("ceased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.document",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="licensing.licencecondition"
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="licensing.usage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UseReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("period", models.PositiveSmallIntegerField(verbose_name="period")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fact", "Report on actual transfer"), ("use", "Report on use")],
                        max_length=4,
                        verbose_name="what it reports on",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("in_full", "In full"), ("in_part", "In part"), ("not_at_all", "Not at all")], max_length=10
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("filed_at", models.DateTimeField()),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="licensing.licence"
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case_officer", "Case officer"),
                            ("decider", "Decider"),
                            ("policy_officer", "Policy officer"),
                            ("auditor", "Auditor"),
                            ("customs", "Customs system"),
                            ("administrator", "Administrator of people"),
                        ],
                        max_length=16,
                        verbose_name="duty",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="from, to")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "verbose_name_plural": "appointments",
                "constraints": [models.UniqueConstraint(fields=("user", "kind", "period"), name="appointed_once_per_period")],
            },
        ),
        migrations.CreateModel(
            name="CaseDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="licensing.case"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "person"), name="one_duty_per_person_and_case")],
            },
        ),
        migrations.AddConstraint(
            model_name="caseversion",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="version_number_once_per_case"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["endpoint", "next_at", "event"], name="delivery_owed_by_lane"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["order_key", "event"], name="delivery_owed_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("event", "channel", "person", "endpoint"), name="delivered_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "mail"), ("endpoint__isnull", True), ("person__isnull", False)),
                    models.Q(("channel", "webhook"), ("endpoint__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangerate",
            constraint=models.UniqueConstraint(fields=("currency", "on"), name="one_rate_per_currency_and_day"),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("calendar", "on"), name="one_entry_per_calendar_day"),
        ),
        migrations.AddConstraint(
            model_name="decisionline",
            constraint=models.UniqueConstraint(fields=("decision", "item"), name="item_decided_once"),
        ),
        migrations.AddConstraint(
            model_name="decisionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0)), name="decided_quantity_is_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["case", "number"], name="event_of_case"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("licence__isnull", False)), fields=["licence", "number"], name="event_of_licence"
            ),
        ),
        migrations.AddConstraint(
            model_name="licencecondition",
            constraint=models.UniqueConstraint(fields=("licence", "number"), name="condition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            django.db.models.functions.comparison.Cast("user", models.TextField()),
                            "body",
                            arg_joiner=" || ",
                            template="int8range(hashtextextended(%(expressions)s, 0), hashtextextended(%(expressions)s, 0), '[]')",
                        ),
                        "&&",
                    ),
                    ("period", "&&"),
                ],
                name="mandates_of_a_person_do_not_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="mandate_period_is_not_empty"
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="made_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resolution_no", ""), _negated=True),
                fields=("body", "resolution_no"),
                name="resolution_once_per_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("sitting", "person"), name="attends_once"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("sitting", "body"), name="body_attends_once"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("name", "country"), name="organisation_named_once_per_country"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "organisation"), name="member_once_per_organisation"),
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(fields=["-issued_at", "-id"], name="licence_newest_first"),
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(
                condition=models.Q(("state__in", ["issued", "suspended"])), fields=["valid_until"], name="licence_by_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__isnull", True), ("valid_from__lte", models.F("valid_until")), _connector="OR"),
                name="licence_starts_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="party_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(fields=("code", "version"), name="procedure_version_once"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-created_at", "-id"], name="case_newest_first"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation", "-created_at"], name="case_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "-created_at"], name="case_by_state"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("state", "withdrawn"), ("reference__isnull", False), _connector="OR"),
                name="filed_case_has_a_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "adjourned"), _negated=True), ("adjourned_until__isnull", False), _connector="OR"
                ),
                name="adjournment_has_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_on"], name="open_question_by_day"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="question_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="pause_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(fields=("case", "person"), name="recused_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_webhook", False), ("audience", "applicant"), _connector="OR"),
                name="only_applicants_are_reminded_by_webhook",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("cancelled_at__isnull", True), ("sent_at__isnull", True)),
                fields=["due_at"],
                name="reminder_owed_by_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("case", "about", "rule", "due_at"), name="reminder_owed_once"),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(fields=("kind", "code"), name="requirement_once_per_kind", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refuse"), _negated=True), models.Q(("grounds", []), _negated=True), _connector="OR"
                ),
                name="refusal_has_grounds",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["due_at"], name="running_clock_by_due"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("wake_at__isnull", False)), fields=["wake_at"], name="clock_by_waking"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["calendar", "calendar_version"],
                name="running_clock_by_calendar",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("case", "kind"), name="one_running_clock_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"),
                name="clock_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("sitting", "case"), name="case_once_per_agenda"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("sitting", "number"), name="agenda_number_once"),
        ),
        migrations.AddConstraint(
            model_name="roundseat",
            constraint=models.UniqueConstraint(fields=("round", "body"), name="one_seat_per_body_and_round"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(fields=("seat", "number"), name="position_number_once_per_seat"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", "object"), _negated=True),
                    models.Q(("grounds", []), _negated=True),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="objection_has_grounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeleg",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="leg_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(fields=("procedure", "number"), name="stage_number_once"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(fields=("procedure", "code"), name="stage_code_once"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("stage", "body"), name="one_seat_per_body_and_stage"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="round_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("case",), name="one_open_round_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="standingposition",
            constraint=models.UniqueConstraint(fields=("seat", "casting"), name="one_standing_position_per_seat"),
        ),
        migrations.AddConstraint(
            model_name="standingposition",
            constraint=models.UniqueConstraint(fields=("round", "person", "casting"), name="one_seat_per_person_and_round"),
        ),
        migrations.AddIndex(
            model_name="storedanswer",
            index=models.Index(fields=["created_at"], name="answer_by_age"),
        ),
        migrations.AddConstraint(
            model_name="storedanswer",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="one_answer_per_key"),
        ),
        migrations.AddConstraint(
            model_name="planproject",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="project_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="licenceline",
            constraint=models.UniqueConstraint(fields=("licence", "number"), name="line_number_once_per_licence"),
        ),
        migrations.AddConstraint(
            model_name="licenceline",
            constraint=models.CheckConstraint(
                condition=models.Q(("used__gte", 0), ("used__lte", models.F("authorised"))), name="used_within_authorised"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="item_number_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="item_quantity_is_positive"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit_price__isnull", True), models.Q(("currency__isnull", False), ("unit_price__gte", 0)), _connector="OR"
                ),
                name="item_price_has_a_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.UniqueConstraint(fields=("system", "message_id"), name="usage_once_per_message"),
        ),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quantity__gt", 0), ("reverses__isnull", True)),
                    models.Q(("quantity__lt", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="only_reversals_are_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionduty",
            constraint=models.UniqueConstraint(
                fields=("condition", "due_on", "after"), name="duty_once_per_day", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("met_at__isnull", True), ("filed_at__isnull", False), _connector="OR"),
                name="duty_is_met_by_what_was_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="usereport",
            constraint=models.UniqueConstraint(
                fields=("licence", "period", "kind", "number"), name="report_number_once_per_period"
            ),
        ),
    ]
