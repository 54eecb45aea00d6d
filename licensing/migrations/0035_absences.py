"""Absences of people, and seats handed over to a deputy."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0034_systems"),
    ]

    operations = [
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
    ]
