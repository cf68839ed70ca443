"""The pulse: a few questions about the system and the change, answered without a name.

An answer exists nowhere as a row, only in the tally (`pulse_tally`). That somebody took part is
noted in a transaction before it, without a time (decision 0013). Results are told once, after the
last day, to those who asked; all read them with the agency's answer, and only so a pulse is closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from secrets import token_bytes
from typing import Any, Self
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import F, Q

from kinerja.adoption.audience import Addressed, Audience, address_to, all_within, check_may_send
from kinerja.adoption.pulse_tally import A_SHARD, Counted, Tally
from kinerja.adoption.refusals import NotForYou, OutOfScope, TooSoon, WrongState
from kinerja.people.agency import the_agency
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, WrongDates, check_fields
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words
from kinerja.rules.pulse import MOST_QUESTIONS, Mood, Side, agree_percent, told_sides

ASKERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.SURVEY_OFFICER)
LONGEST_WORDS = 300  # characters of one free answer
LONGEST_ANSWER = 3_000  # of the agency
LONGEST_RUN = 31  # days
SNOOZE = timedelta(days=3)


class PulseQuerySet(models.QuerySet["Pulse"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Those published, those to which one is invited, those one manages."""
        asked = PulsePart.objects.filter(person=person).values("pulse")
        published = Q(state=Pulse.State.PUBLISHED)
        return self.filter(published | Q(pk__in=asked) | managed_by(person, on))

    def published(self) -> Self:
        return self.filter(state=Pulse.State.PUBLISHED)

    def waiting_for(self, person: Person, on: date) -> Self:
        """Running, and the person has not answered; also those put off."""
        mine = PulsePart.objects.filter(person=person, taken_part=False)
        return self.filter(pk__in=mine.values("pulse"), state=Pulse.State.OPEN, closes_on__gte=on)


class Pulse(Addressed):
    """One survey. `told` is what may be told of the answers, written once when it is counted."""

    class State(models.TextChoices):
        OPEN = "open", "Berjalan"
        COUNTED = "counted", "Menunggu jawaban instansi"
        PUBLISHED = "published", "Diterbitkan"

    title = models.CharField("judul", max_length=150)
    questions = ArrayField(models.CharField(max_length=200))
    words_question = models.CharField("pertanyaan terbuka", max_length=200, blank=True)
    sample_percent = models.PositiveSmallIntegerField("sampel (persen)", default=100)
    opened_on = models.DateField("dibuka")
    closes_on = models.DateField("ditutup")  # last day, included
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.OPEN)
    threshold = models.PositiveSmallIntegerField("jawaban paling sedikit")
    invited = models.PositiveIntegerField("diundang", default=0)
    shards = models.PositiveSmallIntegerField(default=1)
    secret = models.BinaryField(null=True, editable=False)  # goes when it is counted
    told = models.JSONField(null=True, blank=True)
    heard = models.TextField("yang kami dengar", blank=True, max_length=LONGEST_ANSWER)
    doing = models.TextField("yang kami lakukan", blank=True, max_length=LONGEST_ANSWER)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField("diterbitkan", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & Q(questions__len__range=(1, MOST_QUESTIONS)),
                name="pulse_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opened_on"), sample_percent__range=(1, 100)),
                name="pulse_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="open", told=None, secret__isnull=False)
                | Q(~Q(state="open"), told__isnull=False, secret=None),
                name="pulse_told_once_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (~Q(heard="") & ~Q(doing="") & Q(published_on__isnull=False)),
                name="pulse_published_with_answer",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=5), name="pulse_hides_people"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        return f"/denyut/{self.pk}/"

    def takes_answers(self, on: date) -> bool:
        return self.state == self.State.OPEN and self.opened_on <= on <= self.closes_on

    @property
    def results(self) -> "Results | None":
        """None until it is counted."""
        return _read(self.told) if self.told is not None else None


class PulsePart(models.Model):
    """Who was asked, and that he or she took part: yes or no, no time, nothing said."""

    only_told = True  # an import of these people can still be undone (`people.imports.undo`)

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="parts", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_part = models.BooleanField("ikut", default=False)
    put_off_to = models.DateField("nanti saja sampai", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "person"], name="pulse_part_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.pulse_id}"


@dataclass(frozen=True)
class Told:
    """One question: how many agree, stand between, disagree; None: not told."""

    question: str
    sides: Mapping[Side, int | None]
    percent: int | None  # who agree


@dataclass(frozen=True)
class Results:
    """What is told: nothing but the number of answers below the threshold."""

    answers: int
    enough: bool
    questions: Sequence[Told] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class PulseAnswer:
    """What one person says; never in a log."""

    moods: Sequence[Mood] = field(repr=False)
    words: str = field(default="", repr=False)


def pulse_scope(person: Person, on: date) -> UnitScope:
    """For which units the person may ask."""
    return scope_of(person, ASKERS, on)


def managed_by(person: Person, on: date) -> Q:
    """A condition on pulses: those that the person counts and answers for the agency."""
    return all_within(Pulse, pulse_scope(person, on))


def may_manage(person: Person, pulse: Pulse, on: date) -> bool:
    return Pulse.objects.filter(managed_by(person, on), pk=pulse.pk).exists()


@transaction.atomic
def ask_pulse(
    *,
    title: str,
    questions: Sequence[str],
    audience: Audience,
    closes_on: date,
    by: Person,
    on: date,
    words_question: str = "",
    sample_percent: int = 100,
    key: UUID | None = None,
) -> Pulse:
    """Ask an audience, or a random sample of it, from today on; the same key again: the first.

    Errors: OutOfScope, InvalidInput (also when so few are asked that nothing could be told),
    WrongDates.
    """
    key = key or uuid4()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two taps: the second one waits
    if known := Pulse.objects.filter(key=key, written_by=by).first():
        return known
    check_may_send(audience, pulse_scope(by, on))
    asked = [line for question in questions if (line := _line(question))]
    if not 1 <= len(asked) <= MOST_QUESTIONS or len(set(asked)) < len(asked):
        raise InvalidInput(f"Tulis satu sampai {MOST_QUESTIONS} pernyataan yang berbeda.")
    if not on <= closes_on <= on + timedelta(days=LONGEST_RUN):
        raise WrongDates(f"Tutup paling lama {LONGEST_RUN} hari dari hari ini.")
    if not 1 <= sample_percent <= 100:
        raise InvalidInput("Sampel antara 1 dan 100 persen.")
    row = Pulse(
        title=_line(title),
        questions=asked,
        words_question=_line(words_question),
        sample_percent=sample_percent,
        opened_on=on,
        closes_on=closes_on,
        threshold=the_agency().least_respondents,
        secret=token_bytes(32),
        written_by=by,
        key=key,
    )
    if not row.title:
        raise InvalidInput("Tulis judul survei.")
    check_fields(row)
    row.save(force_insert=True)
    address_to(row, audience)
    row.invited = _invite(row, on)
    if row.invited < row.threshold:
        raise InvalidInput(
            f"Hanya {row.invited} orang yang akan ditanya; dengan kurang dari {row.threshold}"
            " jawaban tidak ada yang boleh ditampilkan. Perluas penerima atau sampelnya."
        )
    row.shards = row.invited // A_SHARD + 1
    row.save(update_fields=["invited", "shards"])
    _tally(row).lay_out(len(asked))
    people = Person.objects.filter(pk__in=PulsePart.objects.filter(pulse=row).values("person"))
    text = f"Survei singkat tanpa nama: {row.title}. Sampai {date_in_words(closes_on)}."
    notify_all(people, text[:300], f"{row.page}jawab/")
    data = audience.says | {"invited": row.invited, "sample": sample_percent}
    record("pulse.asked", about=row, by=by, data=data)
    return row


def answer_pulse(*, pulse: Pulse, answer: PulseAnswer, by: Person, on: date) -> None:
    """Answer once. Nothing is kept that joins the person and the answer.

    Not one transaction, by design (decision 0013): taking part and what was said must not share the
    number of one. If the second fails, the first is taken back; if the process dies between, the
    answer was never acknowledged and is lost. Errors: NotForYou, WrongState, InvalidInput.
    """
    words = _words(answer.words)
    if len(answer.moods) != len(pulse.questions):
        raise InvalidInput("Pilih jawaban untuk setiap pernyataan.")
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(f"Tulis paling banyak {LONGEST_WORDS} huruf; ringkas dulu.")
    with transaction.atomic():
        _take_part(pulse, by, on)
    try:
        with transaction.atomic():
            _tally(Pulse.objects.get(pk=pulse.pk)).add(answer.moods, words)
    except Exception:
        PulsePart.objects.filter(pulse=pulse, person=by).update(taken_part=False)
        raise


def put_off_pulse(*, pulse: Pulse, by: Person, on: date) -> None:
    """Not now: the card comes back in a few days. Errors: NotForYou."""
    rows = PulsePart.objects.filter(pulse=pulse, person=by, taken_part=False)
    if not rows.update(put_off_to=on + SNOOZE):
        raise NotForYou("Survei ini tidak menunggu jawaban Anda.")


@transaction.atomic
def count_pulse(*, pulse: Pulse, on: date) -> Pulse:
    """After the last day: tell what may be told, and forget counters, words and the key.

    Said again, nothing. Errors: TooSoon.
    """
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if held.state != Pulse.State.OPEN:
        return held
    if on <= held.closes_on:
        raise TooSoon(f"Survei ini berjalan sampai {date_in_words(held.closes_on)}.")
    tally = _tally(held)
    held.told = _told(held, tally.counted())
    tally.forget()
    held.secret, held.state = None, Pulse.State.COUNTED
    held.save(update_fields=["told", "secret", "state"])
    record("pulse.counted", about=held, by=None, data={"answers": held.told["answers"]})
    return held


def count_ended(*, on: date) -> int:
    """Count all whose last day has passed: how many."""
    rows = list(Pulse.objects.filter(state=Pulse.State.OPEN, closes_on__lt=on))
    for pulse in rows:
        count_pulse(pulse=pulse, on=on)
    return len(rows)


@transaction.atomic
def publish_pulse(*, pulse: Pulse, heard: str, doing: str, by: Person, on: date) -> Pulse:
    """Publish the results with what the agency has heard and does about it; this closes the pulse.

    The same words again: nothing. Errors: OutOfScope, WrongState, InvalidInput.
    """
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if not may_manage(by, held, on):
        raise OutOfScope("Survei ini dijawab admin kepegawaian atau pengelola survei.")
    if held.state == Pulse.State.OPEN:
        raise WrongState("Survei ini masih berjalan; jawabannya diterbitkan setelah dihitung.")
    said, done = _words(heard), _words(doing)
    if held.state == Pulse.State.PUBLISHED:
        if (held.heard, held.doing) == (said, done):
            return held
        raise WrongState("Jawaban survei ini sudah diterbitkan dan tidak diubah lagi.")
    if not said or not done:
        raise InvalidInput("Tulis apa yang didengar dan apa yang dilakukan.")
    if max(len(said), len(done)) > LONGEST_ANSWER:
        raise InvalidInput(f"Tiap bagian paling banyak {LONGEST_ANSWER} huruf.")
    held.heard, held.doing = said, done
    held.state, held.published_by, held.published_on = Pulse.State.PUBLISHED, by, on
    held.save(update_fields=["heard", "doing", "state", "published_by", "published_on"])
    record("pulse.published", about=held, by=by)
    people = Person.objects.filter(pk__in=PulsePart.objects.filter(pulse=held).values("person"))
    notify_all(people, f"Hasil survei dan jawabannya: {held.title}."[:300], held.page)
    return held


def _invite(row: Pulse, on: date) -> int:
    """A random sample in a random order, drawn and written by the database."""
    try:
        ids, values = row.receivers(on).order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked (id) AS ("  # noqa: S608 - of models
            f"{ids}) INSERT INTO adoption_pulsepart (pulse_id, person_id, taken_part)"
            " SELECT %s, id, false FROM asked ORDER BY random()"
            " LIMIT (SELECT ceil(count(*) * %s / 100.0) FROM asked)",
            [*values, row.pk, row.sample_percent],
        )
        return int(cursor.rowcount)


def _take_part(pulse: Pulse, by: Person, on: date) -> None:
    rows = PulsePart.objects.select_for_update(of=("self",)).select_related("pulse")
    part = rows.filter(pulse=pulse, person=by).first()
    if part is None:
        raise NotForYou("Survei ini tidak diajukan kepada Anda.")
    if not part.pulse.takes_answers(on):
        raise WrongState("Masa menjawab sudah berakhir. Terima kasih sudah berniat menjawab.")
    if part.taken_part:
        raise WrongState("Survei ini sudah Anda jawab.")
    part.taken_part, part.put_off_to = True, None
    part.save(update_fields=["taken_part", "put_off_to"])


def _tally(pulse: Pulse) -> Tally:
    if pulse.secret is None:
        raise WrongState("Survei ini tidak menerima jawaban lagi.")
    return Tally(bytes(pulse.secret), pulse.shards)


def _told(pulse: Pulse, counted: Counted) -> dict[str, Any]:
    """As it is stored, with nothing that may not be told."""
    enough = counted.answers >= pulse.threshold
    words = counted.words if enough and len(counted.words) >= pulse.threshold else []
    sides = [told_sides(counts, pulse.threshold) for counts in counted.moods]
    return {
        "answers": counted.answers if enough else 0,
        "enough": enough,
        "questions": [
            {"question": question, "sides": told}
            for question, told in zip(pulse.questions, sides, strict=True)
            if told is not None
        ],
        "words": list(words),
    }


def _read(told: Mapping[str, Any]) -> Results:
    return Results(
        told["answers"],
        told["enough"],
        [
            Told(
                one["question"],
                {side: one["sides"][side.value] for side in Side},
                agree_percent(one["sides"][Side.YES.value], told["answers"]),
            )
            for one in told["questions"]
        ],
        told["words"],
    )


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _words(text: str) -> str:
    lines = (line.strip() for line in text.replace("\x00", "").splitlines())
    return "\n".join(lines).strip()
