"""Rows that go on from one version of a plan to the next."""

from django.db import models
from django.db.models.functions import Coalesce


class Continued(models.Model):
    """A row of a plan that may go on in the next version: what is counted for the year is counted
    by `line`, which is the same in all versions."""

    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", editable=False
    )
    origin = models.ForeignKey(  # the first of the line; empty: the row itself
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    line = models.GeneratedField(
        expression=Coalesce("origin_id", "id"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True
