"""What followed because a condition of a licence was not met by its day, until it was met or lifted."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0126_systems_whose_people_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyConsequence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warn", "a warning, of which the desk is told"),
                            ("suspend", "suspension of the licence"),
                            ("bar", "no further requests until it is met"),
                        ],
                        max_length=8,
                        verbose_name="what followed",
                    ),
                ),
                ("suspends", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "the condition is met"),
                            ("ceased", "the condition is no longer due"),
                            ("lifted", "a case officer lifted it"),
                        ],
                        max_length=8,
                        verbose_name="why it ended",
                    ),
                ),
                ("lifted_because", models.TextField(blank=True, verbose_name="reason")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequences",
                        to="licensing.conditionduty",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consequence of an unmet condition",
                "verbose_name_plural": "consequences of unmet conditions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at__isnull=True) | Q(ended_as="lifted"),
                        fields=("duty",),
                        name="one_consequence_of_a_duty",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                        name="ended_consequence_says_why",
                    ),
                    models.CheckConstraint(
                        condition=Q(lifted_by__isnull=True, lifted_because="") & ~Q(ended_as="lifted")
                        | Q(lifted_by__isnull=False, ended_as="lifted") & ~Q(lifted_because=""),
                        name="consequence_is_lifted_by_name",
                    ),
                    models.CheckConstraint(condition=Q(suspends=False) | Q(kind="suspend"), name="only_suspension_suspends"),
                ],
            },
        ),
    ]
