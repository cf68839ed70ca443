"""`leads` of an assignment is always that of its post.

An exclusion constraint sees one table only, so the assignment repeats what its post says; this
foreign key keeps the copy true.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_agency_logo")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE people_assignment ADD CONSTRAINT assignment_leads_like_its_post
                FOREIGN KEY (position_id, leads) REFERENCES people_position (id, leads)
                ON UPDATE CASCADE
            """,
            "ALTER TABLE people_assignment DROP CONSTRAINT assignment_leads_like_its_post",
        ),
    ]
