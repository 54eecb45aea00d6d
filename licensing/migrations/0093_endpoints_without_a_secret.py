"""An endpoint whose secrets have ended is not called: nothing leaves unsigned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("licensing", "0089_project_cases")]

    operations = [
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("disabled_at__isnull", False), models.Q(("secret", ""), _negated=True), _connector="OR"),
                name="an_endpoint_without_a_secret_is_off",
            ),
        ),
    ]
