"""A statement of need lapses with the version that asks for other goods; until now that was counted anew at every question."""

import json
from typing import Any

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from licensing.policy.requests.changes.materiality import Threshold, assess_amendment


def lapse_what_no_longer_holds(apps: Any, schema_editor: Any) -> None:
    """Keep of the open cases what was counted until now: a statement about goods that a later version changed is void."""
    statements = apps.get_model("licensing", "NeedStatement").objects.filter(case__closed_at__isnull=True)
    lapses = []
    for stated in statements.select_related("case__procedure").order_by("pk"):
        versions = list(apps.get_model("licensing", "CaseVersion").objects.filter(case=stated.case).order_by("number"))
        weighed, last = [one for one in versions if one.made_at <= stated.stated_at][-1], versions[-1]
        rows = stated.case.procedure.thresholds if stated.case.procedure else []
        thresholds = [Threshold.parse(row) for row in rows] or [Threshold("*")]
        changes = assess_amendment(json.loads(weighed.canonical), json.loads(last.canonical), thresholds).material
        if any(change.path.startswith("items") for change in changes):
            lapses.append(apps.get_model("licensing", "NeedLapse")(statement=stated, version=last))
    apps.get_model("licensing", "NeedLapse").objects.bulk_create(lapses)


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0024_alarms_raised_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="NeedLapse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lapse", to="licensing.needstatement"
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
        pgtrigger.migrations.AddTrigger(
            model_name="needlapse",
            trigger=pgtrigger.compiler.Trigger(
                name="needlapse_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'needlapse is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="71bb080410d9883b0307615119a020ed584f941b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_needlapse_keeps_rows_b147b",
                    table="licensing_needlapse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="needlapse",
            trigger=pgtrigger.compiler.Trigger(
                name="needlapse_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'needlapse is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="b142480f180e4d1e8dc0cee591554cea3a53b042",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_needlapse_keeps_all_4c013",
                    table="licensing_needlapse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(lapse_what_no_longer_holds, migrations.RunPython.noop),
    ]
