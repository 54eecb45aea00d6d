"""What would have stopped a late clearance, as its holder reads it, under a name that says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0191_hits_that_return"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="usage", name="only_what_is_late_was_stopped"),
        migrations.RenameField(model_name="usage", old_name="told_by", new_name="holder_stopped_by"),
        migrations.RenameField(model_name="usage", old_name="told_because", new_name="holder_stopped_because"),
        migrations.AddConstraint(
            model_name="usage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late", True),
                    models.Q(
                        ("holder_stopped_because", {}),
                        ("holder_stopped_by", ""),
                        ("stopped_because", {}),
                        ("stopped_by", ""),
                    ),
                    _connector="OR",
                ),
                name="only_what_is_late_was_stopped",
            ),
        ),
    ]
