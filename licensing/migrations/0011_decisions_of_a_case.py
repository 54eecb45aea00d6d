import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0010_decision_that_holds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="licensing.case"),
        ),
    ]
