"""Memberships are cited by what partners do, so that their past is corrected too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0036_account_proposals"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rightcorrection",
            name="a_correction_is_of_one_right",
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
        migrations.AddConstraint(
            model_name="rightcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appointment__isnull", False), ("mandate__isnull", True), ("membership__isnull", True)),
                    models.Q(("appointment__isnull", True), ("mandate__isnull", False), ("membership__isnull", True)),
                    models.Q(("appointment__isnull", True), ("mandate__isnull", True), ("membership__isnull", False)),
                    _connector="OR",
                ),
                name="a_correction_is_of_one_right",
            ),
        ),
    ]
