"""End-user certificates are records of their own, which cases cite."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0151_templates_of_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("authority", models.CharField(max_length=200, verbose_name="issuing authority")),
                ("number", models.CharField(max_length=80, verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("end_user", models.CharField(max_length=200, verbose_name="end user")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.country",
                        verbose_name="country of the issuer",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.certificatetemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "end-user certificate",
                "verbose_name_plural": "end-user certificates",
            },
        ),
        migrations.CreateModel(
            name="CertificateCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.PositiveIntegerField()),
                ("findings", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="licensing.certificate"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a certificate",
                "verbose_name_plural": "checks of certificates",
            },
        ),
        migrations.CreateModel(
            name="CertificateCitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("covers", models.JSONField(default=dict)),
                ("cited_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="licensing.case"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="licensing.certificate"
                    ),
                ),
                (
                    "cited_by",
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
            ],
            options={
                "verbose_name": "citation of a certificate",
                "verbose_name_plural": "citations of certificates",
            },
        ),
        migrations.CreateModel(
            name="CertificateLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("model", models.CharField(blank=True, max_length=120, verbose_name="model")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18, verbose_name="quantity")),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="licensing.certificate"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.unit", verbose_name="unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "goods of a certificate",
                "verbose_name_plural": "goods of certificates",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="CertificateStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("specimen", "Signature and seal compared with specimens"),
                            ("embassy", "Own embassy asked"),
                            ("authority", "Issuing authority asked, or its register"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "Paper compared at hand"),
                            ("note", "Diplomatic note"),
                            ("letter", "Letter"),
                            ("mail", "E-mail to an address known before"),
                            ("telephone", "Telephone, by a number known before"),
                            ("register", "Register of the issuing authority"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="day")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("asked", "Asked, not answered yet"),
                            ("confirms", "Confirms the certificate"),
                            ("unclear", "Neither confirms nor denies it"),
                            ("denies", "Denies the certificate"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("note", models.TextField(verbose_name="what shows it")),
                ("taken_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="licensing.certificate"
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
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "step on a certificate",
                "verbose_name_plural": "steps on certificates",
            },
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                models.F("country"),
                django.db.models.functions.text.Upper("authority"),
                django.db.models.functions.text.Upper("number"),
                name="certificate_number_once_per_issuer",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__isnull", True), ("expires_on__gte", models.F("issued_on")), _connector="OR"),
                name="certificate_begins_before_it_ends",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="certificate_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a certificate is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="5a1dd8f16d6a38685f019d68478f5976fd29833f",
                    operation="DELETE",
                    pgid="pgtrigger_certificate_stays_4e8ad",
                    table="licensing_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="certificate_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a certificate is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="0d71a913d040f426fbe0042dc3753d0ac9f4b8b1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_certificate_all_stay_e8014",
                    table="licensing_certificate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatecheck_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'certificatecheck is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="a665650a17600946209b582fe6a6f50fa1d15acb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_certificatecheck_keeps_rows_d5fed",
                    table="licensing_certificatecheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatecheck_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'certificatecheck is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="c5dde9145859722db943f400670fa05dfec61bcb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_certificatecheck_keeps_all_fd544",
                    table="licensing_certificatecheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="certificatecitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("case",), name="one_certificate_per_case_at_a_time"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecitation",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatecitation_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a certificatecitation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="79ac5be0402fbbe7b170696d56b12875c7de8346",
                    operation="DELETE",
                    pgid="pgtrigger_certificatecitation_stays_865a4",
                    table="licensing_certificatecitation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecitation",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatecitation_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a certificatecitation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="712820d013898e88cea0102fa4fe3fce6237da89",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_certificatecitation_all_stay_89a94",
                    table="licensing_certificatecitation",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="certificateline",
            constraint=models.UniqueConstraint(fields=("certificate", "number"), name="line_number_once_per_certificate"),
        ),
        migrations.AddConstraint(
            model_name="certificateline",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="certified_quantity_is_positive"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatestep_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'certificatestep is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="1e844225be67edd113712bc92df6e6d391246b8a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_certificatestep_keeps_rows_4e2ce",
                    table="licensing_certificatestep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="certificatestep_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'certificatestep is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="d6483bf8a5af6db41b888b0833029c9b5540aabf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_certificatestep_keeps_all_1fd59",
                    table="licensing_certificatestep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
