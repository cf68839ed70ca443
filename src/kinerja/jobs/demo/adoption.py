"""Coming along in the example: announcements, a unit that was coached, pulses, yearly reviews.

What is said is made up and says so; the figures of units are counted from what the example did.
"""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from kinerja.adoption.announcement import (
    Announcement,
    Message,
    announce,
    open_announcement,
    understand_announcement,
)
from kinerja.adoption.audience import Audience
from kinerja.adoption.coaching import hold_coaching, plan_coaching
from kinerja.adoption.pulse import (
    Pulse,
    PulseAnswer,
    answer_pulse,
    ask_pulse,
    count_pulse,
    publish_pulse,
)
from kinerja.adoption.suggestion import Suggestion, suggest
from kinerja.adoption.system_review import (
    Item,
    SystemReview,
    begin_review,
    publish_review,
    put_item,
    write_summary,
)
from kinerja.adoption.usage import UnitUsage, keep_usage, week_of
from kinerja.people.person import Person
from kinerja.records.notice import Notice, mark_read
from kinerja.rules.adoption import Stage
from kinerja.rules.pulse import Mood

WEEKS = 11
LEAST_PEOPLE = 5  # of the unit that is told of
LAGGING = Fraction(3, 4)  # of its people have reported, or fewer
EXAMPLE = "(Data contoh.)"
QUESTIONS = (
    "Kinerja memudahkan pekerjaan saya.",
    "Saya tahu ke mana bertanya bila ada kendala.",
    "Saya memahami mengapa cara kerja kita berubah.",
)
WORDS = (
    "Foto bukti kadang lama terkirim di lapangan.",
    "Tolong beri contoh rencana untuk tenaga kesehatan.",
    "Laporan dua ketukan sangat membantu.",
    "Antrean atasan sebaiknya diingatkan setiap pagi.",
    "Sinyal di pulau lemah; laporan luring menolong.",
    "Istilah di rencana masih terasa sulit.",
    "Pendampingan di sekolah kami berguna.",
    "Saya belum tahu kapan harus memakai Perintah.",
    "Umpan balik atasan sekarang tertulis, itu membantu.",
    "Ingatkan lewat pesan bila laporan dikembalikan.",
    "Huruf di ponsel kecil saya kurang besar.",
    "Guru perlu contoh laporan saat libur sekolah.",
)
WISHES = (
    (Suggestion.Kind.WISH, "Tampilkan jadwal posyandu di halaman lapor."),
    (Suggestion.Kind.COMPLAINT, "Mengunggah foto lambat pada jam sibuk."),
    (Suggestion.Kind.GUIDE, "Panduan rencana perlu contoh untuk guru."),
)


def add_adoption(*, office: Person, today: date, zone: ZoneInfo, random: Random) -> None:
    """All of it, by the personnel office."""
    at = datetime.combine(today, time(8), zone)
    for number in range(WEEKS, -1, -1):
        keep_usage(on=today - timedelta(weeks=number))
    _announcements(office, today, zone)
    _coached(office, today, zone)
    pulse = _pulses(office, today, random)
    reviews = _reviews(office, today, zone)
    old = [pulse.page, f"{pulse.page}jawab/", *(one.page for one in reviews)]
    mark_read(Notice.objects.filter(url__in=old), at=at)  # of weeks ago


def _announcements(office: Person, today: date, zone: ZoneInfo) -> None:
    """One about a regulation, which half have understood; one for leaders; one that is pinned."""
    day = today - timedelta(days=12)
    at = datetime.combine(day, time(8), zone)
    rule = announce(
        message=Message(
            "Pengelolaan kinerja pegawai: baca dan pahami",
            "Mulai bulan ini rencana, laporan, dan penilaian memakai Kinerja.\n\nBaca dasar"
            f" hukumnya, terutama bagian tentang dialog kinerja dan umpan balik. {EXAMPLE}",
            "Peraturan Menteri PANRB tentang Pengelolaan Kinerja Pegawai ASN",
            "Nomor 6 Tahun 2022",
        ),
        audience=Audience(),
        starts_on=day,
        must_understand=True,
        by=office,
        at=at,
        on=day,
        key=UUID(int=0xF500, version=4),
    )
    people = list(rule.receivers(day).order_by("pk"))
    for number, person in enumerate(people):
        later = at + timedelta(hours=number % 72)
        if number % 10 < 8:
            open_announcement(announcement=rule, by=person, at=later, on=later.date())
        if number % 10 < 6:
            understand_announcement(
                announcement=rule, version=1, by=person, at=later, on=later.date()
            )
    _short(
        "Rapat pimpinan: persiapan penutupan tahun",
        "Bahas rencana yang belum ditetapkan dan laporan yang belum diperiksa.",
        Audience(leaders_only=True),
        (office, today - timedelta(days=3), zone),
        number=1,
    )
    _short(
        "Ke mana bertanya bila ada kendala",
        "Tanyakan kepada admin unit Anda lebih dahulu. Panduan singkat ada di menu Bantuan.",
        Audience(),
        (office, today - timedelta(days=5), zone),
        number=2,
        pinned=True,
    )


def _short(
    title: str,
    text: str,
    audience: Audience,
    sent: tuple[Person, date, ZoneInfo],
    *,
    number: int,
    pinned: bool = False,
) -> Announcement:
    office, day, zone = sent
    return announce(
        message=Message(title, f"{text} {EXAMPLE}"),
        audience=audience,
        starts_on=day,
        pinned=pinned,
        by=office,
        at=datetime.combine(day, time(8), zone),
        on=day,
        key=UUID(int=0xF500 + number, version=4),
    )


def _coached(office: Person, today: date, zone: ZoneInfo) -> None:
    """The unit whose people reported least some weeks ago, and all report now; and the next one."""
    now = {row.unit_id: row for row in UnitUsage.objects.filter(week=week_of(today))}
    weeks = (today - timedelta(weeks=WEEKS), today - timedelta(weeks=4))
    past = UnitUsage.objects.filter(people__gte=LEAST_PEOPLE, week__range=weeks, expected__gt=0)
    shares = [
        (Fraction(row.reported, row.expected), row)
        for row in past.select_related("unit").order_by("-week", "unit")
        if row.unit_id in now and now[row.unit_id].reported == now[row.unit_id].expected
    ]
    best = min(shares, key=lambda pair: pair[0], default=None)
    if best and best[0] <= LAGGING:
        row = best[1]
        monday = row.week + timedelta(weeks=1)
        held = plan_coaching(
            unit=row.unit,
            day=monday + timedelta(days=2),
            topic="Melapor setiap hari dari ponsel",
            place="Ruang rapat unit",
            stage=Stage.REPORTED,
            by=office,
            at=datetime.combine(monday, time(9), zone),
            on=monday,
            key=UUID(int=0xF510, version=4),
        )
        guests = list(held.guests.order_by("pk").values_list("person", flat=True))
        hold_coaching(
            coaching=held,
            came=guests[:-1],
            agreed="Setiap Jumat pukul 8 melapor bersama, sepuluh menit. Kepala unit membuka"
            f" antrean setiap pagi. {EXAMPLE}",
            by=office,
            on=held.day,
        )
        mark_read(Notice.objects.filter(url=held.page), at=datetime.combine(today, time(8), zone))
    waiting = UnitUsage.objects.filter(week=week_of(today), people__gte=3).exclude(
        unit=best[1].unit_id if best else 0
    )
    if needy := waiting.select_related("unit").order_by("-lack", "unit").first():
        plan_coaching(
            unit=needy.unit,
            day=today + timedelta(days=5),
            topic="Menyelesaikan yang tertunda bersama-sama",
            place="Ruang rapat unit",
            by=office,
            at=datetime.combine(today, time(8), zone),
            on=today,
            key=UUID(int=0xF511, version=4),
        )


def _pulses(office: Person, today: date, random: Random) -> Pulse:
    """One that was answered for by the agency, and one that runs."""
    opened = today - timedelta(days=40)
    pulse = ask_pulse(
        title="Tiga bulan memakai Kinerja",
        questions=QUESTIONS,
        words_question="Apa yang paling perlu diperbaiki?",
        audience=Audience(),
        closes_on=opened + timedelta(days=7),
        by=office,
        on=opened,
        key=UUID(int=0xF520, version=4),
    )
    asked = Person.objects.filter(pk__in=pulse.parts.values("person")).order_by("pk")
    moods = list(Mood)
    for number, person in enumerate(asked):
        if number % 4 == 3:
            continue
        said = [random.choices(moods, weights)[0] for weights in _LEANINGS]
        words = WORDS[number // 7] if number % 7 == 0 and number // 7 < len(WORDS) else ""
        answer_pulse(pulse=pulse, answer=PulseAnswer(said, words), by=person, on=opened)
    day = pulse.closes_on + timedelta(days=1)
    count_pulse(pulse=pulse, on=day)
    publish_pulse(
        pulse=pulse,
        heard="Laporan harian dirasa mudah. Yang menyulitkan: foto lama terkirim, dan contoh"
        f" rencana masih kurang untuk tenaga kesehatan dan guru. {EXAMPLE}",
        doing="Foto kini dikecilkan sebelum dikirim. Templat rencana bidan dan guru disiapkan bulan"
        f" depan. Unit yang tertinggal didampingi satu per satu. {EXAMPLE}",
        by=office,
        on=day + timedelta(days=6),
    )
    ask_pulse(
        title="Empat bulan memakai Kinerja",
        questions=QUESTIONS,
        words_question="Apa yang paling perlu diperbaiki?",
        audience=Audience(),
        sample_percent=60,
        closes_on=today + timedelta(days=5),
        by=office,
        on=today - timedelta(days=2),
        key=UUID(int=0xF521, version=4),
    )
    return pulse


# How people lean to each of the three questions, from strong no to strong yes.
_LEANINGS = ((1, 3, 5, 9, 3), (2, 5, 5, 6, 2), (1, 2, 5, 9, 4))


def _reviews(office: Person, today: date, zone: ZoneInfo) -> list[SystemReview]:
    """That of last year with a promise, and that of this year, in which it was kept."""
    people = Person.objects.present(today).exclude(pk=office.pk).order_by("pk")
    for number, (kind, text) in enumerate(WISHES):
        suggest(
            kind=kind,
            text=f"{text} {EXAMPLE}",
            by=people[number],
            at=datetime.combine(today - timedelta(days=1 + number), time(10), zone),
            key=UUID(int=0xF530 + number, version=4),
        )
    last = date(today.year - 1, 12, 15)
    first = _published(
        office,
        last,
        zone,
        "Uji coba di dua unit berjalan baik; yang paling diminta adalah melapor tanpa sinyal.",
        [
            Item(
                "office",
                "Melapor saat sinyal terputus",
                "do",
                f"Pulau dan sebagian puskesmas tidak selalu terjangkau. {EXAMPLE}",
            ),
            Item(
                "office",
                "Menghapus bukti pada laporan",
                "not",
                f"Tanpa bukti penilaian tidak dapat dijelaskan. {EXAMPLE}",
            ),
        ],
    )
    draft = begin_review(year=today.year, by=office, on=today)
    promise = draft.items.get()
    changed = Item(
        promise.source,
        promise.asked,
        promise.decision,
        promise.reason,
        f"Laporan disimpan di ponsel dan dikirim saat sinyal kembali. {EXAMPLE}",
        today - timedelta(days=30),
    )
    put_item(review=draft, item=changed, known=promise, by=office, on=today)
    second = _published(
        office,
        today,
        zone,
        "Melapor menjadi kebiasaan. Tahun depan: contoh rencana dan foto yang lebih ringan.",
        [
            Item(
                "pulse",
                "Contoh rencana untuk tenaga kesehatan dan guru",
                "do",
                f"Banyak yang memintanya dalam survei denyut. {EXAMPLE}",
            ),
            Item(
                "suggestion",
                "Jadwal posyandu di halaman lapor",
                "later",
                f"Menunggu data jadwal dari dinas. {EXAMPLE}",
            ),
        ],
    )
    return [first, second]


def _published(
    office: Person, day: date, zone: ZoneInfo, summary: str, items: list[Item]
) -> SystemReview:
    review = begin_review(year=day.year, by=office, on=day)
    for item in items:
        put_item(review=review, item=item, by=office, on=day)
    write_summary(review=review, summary=f"{summary} {EXAMPLE}", by=office, on=day)
    at = datetime.combine(day, time(9), zone)
    return publish_review(review=review, by=office, at=at, on=day)
