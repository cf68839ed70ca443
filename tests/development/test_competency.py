"""The dictionary, the standard of a post, and the words of its levels."""

from datetime import date

import pytest
from tests.people.make import a_member, a_person, a_role, a_unit, an_admin

from kinerja.development.competency import (
    LEVELS,
    CodeInUse,
    Competency,
    CoreStays,
    add_competency,
    core_texts,
    describe_competency,
    lay_out_core,
    retire_competency,
)
from kinerja.development.standard import (
    PATTERN,
    CompetencyStandard,
    end_standard,
    pattern,
    set_standard,
    use_pattern,
)
from kinerja.people.position import Position
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.rules.competency import Competency as Core

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
WORDS = {level: f"Membaca peta tingkat {level}." for level in LEVELS}


def _map_reading(by=None) -> Competency:
    return add_competency(
        code="tek.peta", name="Membaca peta", definition="", levels=WORDS, by=by, on=TODAY
    )


def test_the_nine_are_there_after_a_migration_with_five_levels_each_and_once():
    lay_out_core()
    rows = list(Competency.objects.all())
    assert [(one.code, one.name) for one in rows] == [(one.value, one.label) for one in Core]
    assert [one.levels.count() for one in rows] == [5] * 9
    assert len({text for texts in core_texts().values() for text in texts.values()}) == 54


def test_what_the_agency_wrote_about_one_of_the_nine_survives_the_next_migration():
    one = Competency.objects.get(code="KJS")
    describe_competency(
        competency=one, name="Kerja Sama", definition="Ala kami.", levels=WORDS, by=None, on=TODAY
    )
    lay_out_core()
    one.refresh_from_db()
    assert (one.definition, one.levels.get(level=2).text) == (
        "Ala kami.",
        "Membaca peta tingkat 2.",
    )
    assert (
        Event.objects.named("competency.described").get().data["before"]["definition"]
        == (core_texts()["KJS"][0])
    )


def test_a_technical_competency_needs_words_for_every_level_and_a_code_of_its_own():
    officer = a_person("Lala")
    a_role(officer, Role.Name.TRAINING_OFFICER)
    fresh = _map_reading(officer)
    assert (fresh.code, fresh.kind, fresh.levels.count()) == ("TEK.PETA", "technical", 5)
    with pytest.raises(CodeInUse, match=r"TEK\.PETA sudah dipakai"):
        _map_reading(officer)
    with pytest.raises(InvalidInput, match="Tulis gambaran level 4"):
        add_competency(
            code="TEK.B", name="B", definition="", levels=WORDS | {4: " "}, by=officer, on=TODAY
        )
    assert Competency.objects.filter(code="TEK.B").exists() is False


def test_only_a_task_for_the_whole_agency_writes_the_dictionary():
    health = a_unit("Dinas Kesehatan")
    local = a_person("Lokal")
    a_role(local, Role.Name.TRAINING_OFFICER, unit=health)
    for somebody in (local, a_member("Sari", health)):
        with pytest.raises(NotAllowed, match="Kamus dan standar"):
            _map_reading(somebody)
    assert Competency.objects.filter(kind="technical").count() == 0


def test_the_nine_are_neither_renamed_nor_retired_and_a_technical_one_is():
    core, mine = Competency.objects.get(code="INT"), _map_reading()
    with pytest.raises(CoreStays, match="tetap dipakai"):
        retire_competency(competency=core, by=None, on=TODAY)
    with pytest.raises(CoreStays, match="mengikuti peraturan"):
        describe_competency(
            competency=core, name="Jujur", definition="", levels=WORDS, by=None, on=TODAY
        )
    retire_competency(competency=mine, by=None, on=TODAY)
    retire_competency(competency=mine, by=None, on=date(2026, 11, 1))
    mine.refresh_from_db()
    assert mine.retired_on == TODAY
    assert Event.objects.named("competency.retired").count() == 1
    with pytest.raises(InvalidInput, match="tidak dipakai lagi"):
        _standard(mine, 2, title="Juru Ukur")


def _standard(competency: Competency, required: int, **fields) -> CompetencyStandard:
    said = {"source": "SK 12/2026", "by": None, "on": TODAY} | fields
    return set_standard(competency=competency, required=required, **said)


def test_the_standard_of_a_title_has_the_last_word_over_that_of_its_level():
    cooperation, talk = Competency.objects.get(code="KJS"), Competency.objects.get(code="KOM")
    _standard(cooperation, 1, level="pelaksana")
    _standard(talk, 1, level="pelaksana")
    _standard(cooperation, 3, title="Bidan  Terampil")
    post = Position(title="BIDAN TERAMPIL", level="pelaksana", kind="ja")
    rows = CompetencyStandard.objects.of_post(post, TODAY)
    assert [(one.competency.code, one.required) for one in rows] == [("KJS", 3), ("KOM", 1)]


def test_a_new_level_ends_the_former_the_day_before_and_the_same_again_changes_nothing():
    talk = Competency.objects.get(code="KOM")
    first = _standard(talk, 2, level="pengawas", on=date(2026, 1, 1))
    assert _standard(talk, 2, level="pengawas") == first
    second = _standard(talk, 3, level="pengawas")
    first.refresh_from_db()
    assert (first.ends_on, second.starts_on) == (date(2026, 10, 4), TODAY)
    assert Event.objects.named("competency_standard.set").last().data["before"] == 2
    with pytest.raises(WrongDates, match="5 Oktober 2026"):
        _standard(talk, 1, level="pengawas", starts_on=date(2026, 9, 1))
    end_standard(standard=second, by=None, on=TODAY)
    post = Position(title="Kasi", level="pengawas", kind="ja")
    tomorrow = date(2026, 10, 6)
    assert [one.required for one in CompetencyStandard.objects.of_post(post, TODAY)] == [3]
    assert CompetencyStandard.objects.of_post(post, tomorrow) == []


def test_a_standard_is_for_a_title_or_a_level_with_a_source_and_a_level_that_exists():
    talk = Competency.objects.get(code="KOM")
    with pytest.raises(InvalidInput, match="Pilih satu"):
        _standard(talk, 2)
    with pytest.raises(InvalidInput, match="Pilih satu"):
        _standard(talk, 2, title="Bidan", level="pelaksana")
    with pytest.raises(InvalidInput, match="Sebutkan dasar"):
        _standard(talk, 2, title="Bidan", source=" ")
    with pytest.raises(InvalidInput, match="Level yang disyaratkan"):
        _standard(talk, 6, title="Bidan")
    assert CompetencyStandard.objects.count() == 0


def test_the_pattern_fills_what_is_empty_is_marked_and_leaves_what_the_agency_set():
    talk = Competency.objects.get(code="KOM")
    _standard(talk, 4, level="pengawas")
    assert use_pattern(by=an_admin(), on=TODAY) == 12 * 9 - 1
    assert use_pattern(by=None, on=TODAY) == 0
    rows = CompetencyStandard.objects.filter(level="pengawas")
    levels = {one.competency.code: (one.required, one.origin, one.source) for one in rows}
    assert levels["KOM"] == (4, "agency", "SK 12/2026")
    assert levels["KJS"] == (2, "pattern", PATTERN)
    assert set(pattern()) == {
        *(one for one in Position.Level.values),
    } - {"regional_head", "jpt_utama", "jpt_madya"}
