"""Criteria of review: their words, and hints that only point."""

import pytest

from kinerja.rules.criteria import Criterion, MeasureSaid, criterion_hints
from kinerja.rules.scale import scale_gap

GOOD = MeasureSaid("Dokumen terbit paling lambat Juni", "", "dokumen", True, True)


def test_every_criterion_asks_and_names_its_source():
    for criterion in Criterion:
        assert criterion.question.endswith("?")
        assert criterion.source
    assert [one.value for one in Criterion if one.is_practice] == ["measurable", "relevant"]
    assert "51-52" in Criterion.REALISTIC.source


def test_a_result_in_the_language_of_achievement_gives_no_hint():
    assert criterion_hints("Ibu hamil mendapat pelayanan lengkap", [GOOD]) == {}


@pytest.mark.parametrize(
    ("title", "measure", "criterion", "hint"),
    [
        ("Mengikuti rapat", GOOD, "outcome_worded", "kata kegiatan: “mengikuti”"),
        ("Semua ibu terlayani", GOOD, "not_absolute", "kata mutlak: “semua”"),
        ("Ibu, bayi, dll terlayani", GOOD, "one_meaning", "memuat “dan/atau” atau"),
        ("x", MeasureSaid("Cakupan"), "dated", "tidak ada indikator yang menyebut waktu"),
        ("x", MeasureSaid("Hari", has_number=True), "measurable", "belum bersatuan: “Hari”"),
        ("x", MeasureSaid("Hari", "", "%", True), "realistic", "kondisi awal belum diisi: “Hari”"),
    ],
)
def test_hints(title, measure, criterion, hint):
    assert criterion_hints(title, [measure])[Criterion(criterion)][0].startswith(hint)


def test_a_measure_of_time_is_dated():
    measure = MeasureSaid("Selesai", about_time=True)
    assert Criterion.DATED not in criterion_hints("x", [measure])


def test_a_word_inside_another_is_no_hint():
    assert Criterion.OUTCOME_WORDED not in criterion_hints("Terlaksananya, bermelakukan", [GOOD])


def test_steps_on_a_scale():
    scale = ["belum", "sebagian", "lengkap"]
    assert scale_gap(scale, "sebagian", "sebagian") == 0
    assert scale_gap(scale, "belum", "lengkap") == 2
    with pytest.raises(ValueError, match="tidak"):
        scale_gap(scale, "belum", "tidak ada")
