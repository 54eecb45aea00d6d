import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0016_guarded_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="conditions_digest",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="round",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.round"
            ),
        ),
    ]
