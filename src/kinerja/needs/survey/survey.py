"""A survey: what it is about, when it is open, and what becomes of it."""

from collections.abc import Mapping
from datetime import date
from secrets import token_bytes
from typing import Any, Self

from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.db.models import F, Q

from kinerja.needs.survey.scope import built_by, check_may_build, read_by
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.date_words import span_in_words
from kinerja.rules.refusal import Refusal

LANGUAGES = {
    "en": "English",
    "jv": "Basa Jawa",
    "su": "Basa Sunda",
    "min": "Baso Minang",
    "bug": "Basa Ugi",
    "zh": "中文",
}


class SurveyIsAnswered(Refusal):
    """Its questions stay as they were when the first answer came."""


class SurveyNotReady(Refusal):
    """Something is missing before it may open."""


class SurveyIsOver(Refusal):
    """It was closed."""


class SurveyQuerySet(models.QuerySet["Survey"]):
    def built_by(self, person: Person, on: date) -> Self:
        return self.filter(built_by(person, on))

    def visible_to(self, person: Person, on: date) -> Self:
        """One's own to build, and as a leader those of the unit once they were opened."""
        return self.filter(built_by(person, on) | read_by(person, on) & Q(opened_on__isnull=False))

    def running(self, on: date) -> Self:
        return self.filter(
            opened_on__isnull=False, closed_on=None, opens_on__lte=on, closes_on__gte=on
        )


class Survey(models.Model):
    """`unit` and `service` say what it asks about. `salt` hides addresses; it goes at the end."""

    class Kind(models.TextChoices):
        FREE = "free", "Survei bebas"
        SKM = "skm", "Survei Kepuasan Masyarakat (SKM)"

    kind = models.CharField("jenis", max_length=4, choices=Kind)
    title = models.CharField("judul", max_length=150, validators=[MinLengthValidator(3)])
    introduction = models.TextField("pengantar", max_length=1_000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="surveys", verbose_name="unit")
    service = models.CharField("layanan", max_length=120, blank=True)
    opens_on = models.DateField("dibuka")
    closes_on = models.DateField("ditutup")
    closes_when_full = models.BooleanField("tutup bila target tercapai", default=False)
    languages = models.JSONField("bahasa lain", default=list, blank=True)
    translations = models.JSONField(default=dict, blank=True)  # language -> field -> text
    revision = models.PositiveIntegerField(default=1)  # of its questions
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    opened_on = models.DateField("diterbitkan", null=True, blank=True)
    closed_on = models.DateField("selesai", null=True, blank=True)
    screened_at = models.DateTimeField("disaring", null=True, blank=True)
    salt = models.BinaryField(max_length=32, default=b"")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on__isnull=False), name="survey_ends_opened"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_skm(self) -> bool:
        return self.kind == Survey.Kind.SKM

    def runs(self, on: date) -> bool:
        """Whether it takes answers on that day, as far as its own dates say."""
        started = self.opened_on is not None and self.opens_on <= on
        return started and self.closed_on is None and on <= self.closes_on

    @property
    def subject(self) -> str:
        """The service, and who gives it."""
        return f"{self.service}, {self.unit.name}" if self.service else self.unit.name

    @property
    def about(self) -> str:
        """The same with its days: surveys of one service often bear one name."""
        return f"{self.subject} · {span_in_words(self.opens_on, self.closes_on)}"


@transaction.atomic
def create_survey(
    *,
    kind: str,
    title: str,
    unit: Unit,
    opens_on: date,
    closes_on: date,
    by: Person | None,
    on: date,
    service: str = "",
    introduction: str = "",
    closes_when_full: bool = False,
    languages: list[str] | None = None,
) -> Survey:
    """Begin a survey without questions; nobody outside sees it before it is opened.

    Errors: NotAllowed, InvalidInput.
    """
    check_may_build(by, unit, on)
    survey = Survey(
        kind=kind,
        title=_line(title),
        unit=unit,
        service=_line(service),
        introduction=introduction.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        closes_when_full=closes_when_full,
        languages=_languages(languages or []),
        salt=token_bytes(32),
    )
    _check(survey)
    survey.save(force_insert=True)
    record("survey.created", about=survey, by=by, data={"kind": survey.kind, "title": survey.title})
    return survey


@transaction.atomic
def edit_survey(*, survey: Survey, by: Person, on: date, **fields: Any) -> Survey:
    """Change its title, texts and dates. After the first answer only the dates move, and whether
    it closes when full.

    Errors: NotAllowed, InvalidInput, SurveyIsAnswered, SurveyIsOver.
    """
    held = held_survey(survey, by, on)
    if unknown := fields.keys() - EDITABLE:
        raise TypeError(f"no fields of a survey: {sorted(unknown)}")
    tidy: dict[str, Any] = {
        name: _line(value) if name in ("title", "service") else value
        for name, value in fields.items()
    }
    if "languages" in tidy:
        tidy["languages"] = _languages(tidy["languages"])
    changed = [name for name, value in tidy.items() if getattr(held, name) != value]
    if set(changed) - AFTER_ANSWERS and held.answers.exists():
        raise SurveyIsAnswered(LOCKED)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, tidy[name])
    _check(held)
    touch(held, *changed)
    record("survey.edited", about=held, by=by, data={"fields": sorted(changed)})
    return held


@transaction.atomic
def open_survey(*, survey: Survey, by: Person | None, on: date) -> Survey:
    """Let its links answer. Said twice: once.

    Errors: NotAllowed, SurveyNotReady without questions or without a link, SurveyIsOver.
    """
    held = held_survey(survey, by, on)
    if held.opened_on is not None:
        return held
    if not held.questions.exists():
        raise SurveyNotReady("Tambahkan sedikitnya satu pertanyaan sebelum survei dibuka.")
    if not held.doors.filter(closed_on=None).exists():
        raise SurveyNotReady("Buat sedikitnya satu tautan atau poster sebelum survei dibuka.")
    if held.is_skm and held.questions.exclude(element="").count() != 9:
        raise SurveyNotReady("SKM menanyakan kesembilan unsur, U1 sampai U9. Lengkapi dahulu.")
    if held.closes_on < on:
        raise SurveyNotReady("Tanggal tutupnya sudah lewat. Ubah tanggalnya, lalu buka.")
    held.opened_on = on
    held.save(update_fields=["opened_on"])
    record("survey.opened", about=held, by=by, data={"closes_on": held.closes_on.isoformat()})
    return held


@transaction.atomic
def close_survey(*, survey: Survey, by: Person | None, on: date) -> Survey:
    """Take no more answers, and forget the key that hid the addresses. Said twice: once.

    Errors: NotAllowed, SurveyNotReady when it was never opened.
    """
    held = locked_survey(survey)
    check_may_build(by, held.unit, on)
    if held.opened_on is None:
        raise SurveyNotReady("Survei ini belum pernah dibuka; hapus saja bila tidak dipakai.")
    if held.closed_on is None:
        held.closed_on, held.salt = on, b""
        held.save(update_fields=["closed_on", "salt"])
        record("survey.closed", about=held, by=by, data={"answers": held.answers.count()})
    return held


def close_ended(on: date) -> int:
    """Close what ran until yesterday, so that the key of its addresses goes; how many."""
    ended = Survey.objects.filter(
        opened_on__isnull=False, closed_on=None, closes_on__lt=on
    ).select_related("unit")
    for survey in ended:
        close_survey(survey=survey, by=None, on=survey.closes_on)
    return len(ended)


@transaction.atomic
def delete_survey(*, survey: Survey, by: Person, on: date) -> None:
    """Delete one that was never answered. Errors: NotAllowed, SurveyIsAnswered."""
    held = locked_survey(survey)
    check_may_build(by, held.unit, on)
    if held.answers.exists():
        raise SurveyIsAnswered("Survei ini sudah dijawab; tutup saja, jawabannya tersimpan.")
    record("survey.deleted", about=held, by=by, data={"title": held.title})
    held.doors.all().delete()  # they hold on to the groups
    held.delete()


@transaction.atomic
def translate_survey(
    *, survey: Survey, texts: Mapping[str, str], language: str, by: Person, on: date
) -> Survey:
    """Keep its own title and introduction in another language. Errors: NotAllowed, InvalidInput."""
    held = held_survey(survey, by, on)
    if language not in held.languages:
        raise InvalidInput("Bahasa ini tidak dipilih pada survei.")
    kept = {name: texts.get(name, "").strip()[:1_000] for name in ("title", "introduction")}
    held.translations = held.translations | {language: {n: t for n, t in kept.items() if t}}
    touch(held, "translations")
    record("survey.translated", about=held, by=by, data={"language": language})
    return held


EDITABLE = {
    *("title", "introduction", "service", "opens_on", "closes_on", "closes_when_full", "languages")
}
AFTER_ANSWERS = {"opens_on", "closes_on", "closes_when_full"}
LOCKED = "Survei ini sudah dijawab, jadi pertanyaannya tetap. Buat versi baru untuk mengubahnya."


def locked_survey(survey: Survey) -> Survey:
    rows = Survey.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=survey.pk)


def held_survey(survey: Survey, by: Person | None, on: date) -> Survey:
    """The row, locked, for somebody who may build it. Errors: NotAllowed, SurveyIsOver."""
    held = locked_survey(survey)
    check_may_build(by, held.unit, on)
    if held.closed_on is not None:
        raise SurveyIsOver("Survei ini sudah ditutup. Buat versi baru untuk menanyakannya lagi.")
    return held


def unanswered_survey(survey: Survey, by: Person | None, on: date) -> Survey:
    """The same, for a change of its questions. Errors: also SurveyIsAnswered."""
    held = held_survey(survey, by, on)
    if held.answers.exists():
        raise SurveyIsAnswered(LOCKED)
    return held


def touch(survey: Survey, *changed: str) -> None:
    """Save, and let pages read its questions anew."""
    survey.revision += 1
    survey.save(update_fields=[*changed, "revision"])


def _check(survey: Survey) -> None:
    check_fields(survey)
    if survey.closes_on < survey.opens_on:
        raise InvalidInput("Tanggal tutup tidak boleh sebelum tanggal buka.")
    if survey.is_skm and not survey.service:
        raise InvalidInput("Tulis layanan yang dinilai, misalnya “Pendaftaran pasien”.")


def _languages(codes: list[str]) -> list[str]:
    if unknown := set(codes) - LANGUAGES.keys():
        raise InvalidInput(f"Bahasa tidak dikenal: {', '.join(sorted(unknown))}.")
    return [code for code in LANGUAGES if code in codes]


def _line(text: str) -> str:
    return " ".join(text.split())
