"""Who had proposed to suspend a licence stays apart from who dismissed the proposal."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0201_reminders_of_papers_that_are_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportdifference",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportdifference",
            name="proposed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reportdifference",
            name="proposed_because",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="reportdifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposed_at__isnull", True), ("proposed_because", ""), ("proposed_by__isnull", True)),
                    models.Q(
                        ("proposed_at__isnull", False),
                        ("proposed_by__isnull", False),
                        ("settled_at__isnull", False),
                        models.Q(("proposed_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dismissed_proposal_is_kept_whole",
            ),
        ),
    ]
