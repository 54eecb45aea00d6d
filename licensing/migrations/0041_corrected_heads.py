"""The head of a body is a right without a row of its own, whose past is corrected too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0040_supply_plans"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rightcorrection",
            name="a_correction_is_of_one_right",
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
    ]
