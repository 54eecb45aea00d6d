from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0078_country_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="secret_made_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="secret made at"),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="secret_made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="secret made by",
            ),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ended at"),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("disabled_at__isnull", False), ("former_secret", ""), ("secret", "")),
                    _connector="OR",
                ),
                name="an_ended_endpoint_has_no_secret",
            ),
        ),
        migrations.AlterField(
            model_name="accountproposal",
            name="step",
            field=models.CharField(
                choices=[
                    ("reset_factor", "Reset the second factor"),
                    ("reopen", "Open the account again"),
                    ("identity", "Connect an identity at the sign-in service"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
