"""What a plan carries besides results: form A.1.8 and the leader's special expectations."""

from django.db import models

from kinerja.planning.plan import Plan
from kinerja.rules.behaviour import CoreValue


class PlanTerm(models.Model):
    """One line of the attachment A.1.8 (6/2022 Pasal 11-13)."""

    class Kind(models.TextChoices):
        RESOURCE = "resource", "Dukungan sumber daya"
        ACCOUNTABILITY = "accountability", "Skema pertanggungjawaban"
        IF_MET = "if_met", "Konsekuensi bila tercapai"
        IF_NOT_MET = "if_not_met", "Konsekuensi bila tidak tercapai"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="terms")
    kind = models.CharField("jenis", max_length=15, choices=Kind)
    text = models.CharField("uraian", max_length=300)

    class Meta:
        ordering = ["plan", "kind", "pk"]

    def __str__(self) -> str:
        return self.text


class BehaviourExpectation(models.Model):
    """A special expectation of the leader for one value (6/2022 Pasal 10(4))."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="expectations", db_index=False)
    value = models.CharField("nilai", max_length=15, choices=CoreValue.choices())
    text = models.CharField("ekspektasi khusus", max_length=300)

    class Meta:
        ordering = ["plan", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "value"], name="expectation_once_per_value")]

    def __str__(self) -> str:
        return self.text
