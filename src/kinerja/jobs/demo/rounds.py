"""Two 360 rounds: the semester that ended is told, in the one that runs people are answering."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from kinerja.evaluation.period import Period, open_period, span_of
from kinerja.evaluation.round360.answer import Answer, Given, give_answers
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import Rater360, approve, candidates_for, name_rater
from kinerja.evaluation.round360.release import close_round, release_round
from kinerja.evaluation.round360.round import Round360, Subject360, start_round
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency

NAMING = 12  # people who name a colleague
WORDS = list(Frequency)
SELDOM, MOSTLY, ALWAYS = (0, 2, 8, 12, 3), (0, 1, 4, 14, 9), (0, 0, 1, 8, 16)
COMMENTS = (
    "Selalu siap membantu saat pelayanan ramai.",
    "Penjelasannya jelas dan sabar kepada warga.",
    "Akan lebih baik bila kabar perubahan jadwal disampaikan lebih awal.",
    "Teliti; dokumennya jarang perlu diperbaiki.",
    "Terbuka terhadap cara kerja baru.",
    "Perlu lebih sering berbagi pengetahuan dengan rekan baru.",
)
BY_NAME = (
    "Konsisten dan dapat diandalkan; pertahankan.",
    "Mulai berani mengusulkan perbaikan; lanjutkan.",
    "",
)


def semesters(today: date) -> tuple[str, str]:
    """Codes of the semester that ended last, and of the one that runs."""
    half = 1 if today.month <= 6 else 2
    before = f"{today.year}-S1" if half == 2 else f"{today.year - 1}-S2"
    return before, f"{today.year}-S{half}"


def add_rounds(*, today: date, random: Random) -> None:
    """Walk the first round to its end, and the second one half way."""
    told, running = semesters(today)
    period = open_period(code=told, by=None)
    over = min(period.ends_on + timedelta(days=10), today - timedelta(days=1))
    began = over - timedelta(days=20)
    round = _opened(period, began, began + timedelta(days=6), over, random)
    _answer(round, on=over, share=0.9, random=random)
    close_round(round=round, by=None, on=over + timedelta(days=1))
    release_round(round=round, by=None, on=over + timedelta(days=1))

    period = open_period(code=running, by=None)
    began = max(span_of(running).first, today - timedelta(days=10))
    named = max(began, today - timedelta(days=4))
    round = _opened(period, began, named, today + timedelta(days=14), random)
    _answer(round, on=today, share=0.55, random=random)


def _opened(period: Period, began: date, named: date, closes: date, random: Random) -> Round360:
    round = start_round(period=period, nominate_until=named, closes_on=closes, by=None, on=began)
    subjects = Subject360.objects.filter(round=round, appraiser__isnull=False)
    for subject in subjects.select_related("person", "appraiser").order_by("pk")[:NAMING]:
        colleagues = list(candidates_for(subject)[:8])
        if colleagues and subject.appraiser:
            row = name_rater(
                subject=subject, rater=random.choice(colleagues), by=subject.person, on=began
            )
            approve(rater=row, by=subject.appraiser, on=named)
    open_round(round=round, by=None, on=named)
    return round


def _answer(round: Round360, *, on: date, share: float, random: Random) -> None:
    rows = Rater360.objects.filter(subject__round=round, state=Rater360.State.ASKED)
    rows = rows.select_related("rater", "subject__person").order_by("pk")
    give_answers(list(_given(rows, share, random)), on=on)


def _given(rows: Iterable[Rater360], share: float, random: Random) -> Iterator[Given]:
    manner: dict[int, tuple[int, ...]] = {}
    for row in rows:
        how = manner.setdefault(row.subject_id, random.choice((SELDOM, MOSTLY, MOSTLY, ALWAYS)))
        if random.random() > share:
            continue
        scores = dict(zip(CoreValue, random.choices(WORDS, how, k=len(CoreValue)), strict=True))
        remarks = COMMENTS if row.kind.is_anonymous else BY_NAME
        comment = random.choice(remarks) if random.random() < 0.35 else ""
        yield Given(row, Answer(dict(scores), comment))
