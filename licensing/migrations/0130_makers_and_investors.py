"""Makers, with what they make a month, and investors are rows that projects and investments of country plans name."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0129_projects_made_from_interests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "ownership",
                    models.CharField(
                        choices=[("public", "Of the state"), ("private", "Private")], max_length=8, verbose_name="whose it is"
                    ),
                ),
                ("makes", models.BooleanField(default=False, verbose_name="makes goods")),
                ("invests", models.BooleanField(default=False, verbose_name="invests")),
                ("capabilities", models.TextField(blank=True, verbose_name="what it is able to make")),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("end_reason", models.TextField(blank=True, verbose_name="why it was ended")),
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
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "maker or investor",
                "verbose_name_plural": "makers and investors",
            },
        ),
        migrations.CreateModel(
            name="MakerCapacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("per_month", models.DecimalField(decimal_places=3, max_digits=18, verbose_name="made a month")),
                ("from_on", models.DateField(verbose_name="from the day")),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
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
                        related_name="+",
                        to="licensing.itemfamily",
                        verbose_name="item family",
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capacities",
                        to="licensing.participant",
                        verbose_name="maker",
                    ),
                ),
            ],
            options={
                "verbose_name": "capacity of a maker",
                "verbose_name_plural": "capacities of makers",
            },
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="investor_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="investments",
                to="licensing.participant",
                verbose_name="investor",
            ),
        ),
        migrations.AddField(
            model_name="projectinvestment",
            name="maker_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="raises",
                to="licensing.participant",
                verbose_name="maker",
            ),
        ),
        migrations.AddField(
            model_name="projectvolume",
            name="maker",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="volumes",
                to="licensing.participant",
                verbose_name="maker",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("country", "name"),
                name="a_participant_is_on_the_list_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("makes", True), ("invests", True), _connector="OR"), name="a_participant_makes_or_invests"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"),
                name="a_participant_ends_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="makercapacity",
            constraint=models.CheckConstraint(condition=models.Q(("per_month__gte", 0)), name="a_capacity_is_not_negative"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="makercapacity",
            trigger=pgtrigger.compiler.Trigger(
                name="makercapacity_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'makercapacity is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="d80a73a3fc3eef3afe61ebb8ec3d5d4a7fb374d6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_makercapacity_keeps_rows_25189",
                    table="licensing_makercapacity",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="makercapacity",
            trigger=pgtrigger.compiler.Trigger(
                name="makercapacity_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'makercapacity is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="09136e395d9d3d4627a21436669a0179e155392a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_makercapacity_keeps_all_eb11d",
                    table="licensing_makercapacity",
                    when="BEFORE",
                ),
            ),
        ),
    ]
