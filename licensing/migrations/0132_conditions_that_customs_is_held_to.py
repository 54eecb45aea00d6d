"""A library condition says what customs is held to, and a licence keeps it as at the grant; older ones bind on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0137_advice_per_item"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="cap_scope",
            field=models.CharField(
                blank=True,
                choices=[
                    ("licence", "all lines of the licence in one unit"),
                    ("line", "each line by itself"),
                    ("family", "the lines of an item family"),
                    ("value", "the value of all lines"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="what a cap counts together",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="evidence_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "a document of the case"),
                    ("acceptance", "an inspector’s acceptance of a batch"),
                    ("verification", "a verification of the certificate"),
                    ("delivery", "a verification of the delivery"),
                    ("notice", "a notice, with its day"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="what shows that it is met",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="gate_rule",
            field=models.CharField(
                blank=True,
                choices=[
                    ("once", "met once, before the first shipment"),
                    ("covered", "met for each shipment or batch, by quantity"),
                    ("cap", "a cap in any period of so many months"),
                    ("calendar_cap", "a cap in each period of the calendar"),
                    ("milestone", "met when a milestone of payment is"),
                    ("notice", "stops deliveries after a notice of the authority"),
                ],
                db_default="",
                default="",
                max_length=16,
                verbose_name="what customs is held to",
            ),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="breach",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="rule",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
