from django.db import migrations


class Migration(migrations.Migration):
    """Until now each case had one decision at most: that one holds."""

    dependencies = [
        ("licensing", "0009_appeals"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE licensing_case SET decision_id = decision.id
            FROM licensing_decision decision WHERE decision.case_id = licensing_case.id
            """,
            migrations.RunSQL.noop,
        ),
    ]
