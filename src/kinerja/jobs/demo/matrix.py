"""From the leader's results to people's plans: a matrix, a template, reviews, steps, workblocks.

Roles follow the example of a health centre in PermenPANRB 6/2022 annex p. 179-182, shortened.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from kinerja.jobs.demo.people import Member
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.criteria import review_result
from kinerja.planning.matrix import RoleMatrix, start_matrix, write_cell
from kinerja.planning.matrix_grid import grid_of
from kinerja.planning.matrix_guest import answer_guest, invite
from kinerja.planning.matrix_role import answer_role, volunteer
from kinerja.planning.plan import Plan
from kinerja.planning.sheet import write_sheet
from kinerja.planning.strategy import add_step, add_strategy, finish_step
from kinerja.planning.template import make_template
from kinerja.planning.template_use import use_template
from kinerja.planning.work_result import WorkResult, WorkResultQuerySet

ROLES = {  # post -> results, one for each indicator of the head in turn; empty: no role
    "midwife": (
        "Ibu hamil normal dan berisiko diperiksa sesuai peran bidan",
        "Persalinan normal ditolong sesuai prosedur",
    ),
    "doctor": ("Rujukan ibu hamil berisiko cepat dan tepat", "Catatan kehamilan berisiko lengkap"),
    "nurse": ("Register pelayanan lengkap, benar, dan tepat waktu", ""),
    "data_officer": ("Ibu hamil terdaftar lengkap dan mutakhir di aplikasi", ""),
}
OFFERED = "Pertanyaan ibu hamil lewat telepon dijawab cepat dan ramah"
STEPS = (  # text, month, day
    ("Menyepakati sasaran dan daftar kegiatan dengan tim", 2, 10),
    ("Menuntaskan separuh target dan membahas hambatannya", 6, 20),
    ("Menutup selisih target dan menyusun catatan akhir", 11, 25),
)
NURSE = {
    "results": [
        {
            "title": "Pasien mendapat asuhan keperawatan sesuai prosedur",
            "kind": "main",
            "quality": "output_high_control",
            "indicators": [
                {
                    "text": "Kepatuhan terhadap prosedur asuhan",
                    "aspect": "quality",
                    "target_min": "90",
                    "target_max": "95",
                    "unit_of_measure": "persen",
                }
            ],
        },
        {
            "title": "Catatan asuhan keperawatan lengkap",
            "kind": "main",
            "quality": "output_high_control",
            "indicators": [
                {
                    "text": "Kelengkapan catatan asuhan",
                    "aspect": "quality",
                    "target_text": "lengkap",
                    "scale": ["belum", "sebagian", "lengkap"],
                }
            ],
        },
    ],
    "terms": [["resource", "Alat pelindung diri dan bahan habis pakai"]],
}


def add_leading(members: Sequence[Member], *, office: Person, today: date) -> None:
    """All of it for the year of today; whoever is not there is left out."""
    _matrix(members, today)
    _template(members, office, today)
    _reviews_and_steps(members, today)
    _workblock(members, today)


def _matrix(members: Sequence[Member], today: date) -> None:
    """Of the first health centre whose head has staff: cells, a guest, an offer, volunteers."""
    posts = {member.person.pk: member.seat.post for member in members}
    head = next((one for one in members if one.seat.post == "health_centre_head"), None)
    if head is None:
        return
    matrix = start_matrix(year=today.year, by=head.person, on=today)
    grid = grid_of(matrix, head.person, today)
    if not grid.columns:
        return
    for row in grid.rows:
        for place, indicator in enumerate(grid.columns[:2]):
            titles = ROLES.get(posts.get(row.person.pk, ""), ("", ""))[place]
            write_cell(
                matrix=matrix,
                person=row.person,
                indicator=indicator,
                titles=[titles] if titles else [],
                no_role=not titles,
                by=head.person,
                on=today,
            )
    write_cell(
        matrix=matrix,
        person=None,
        indicator=grid.columns[0],
        titles=[OFFERED],
        by=head.person,
        on=today,
    )
    _volunteers(matrix, head, today)
    _guest(matrix, members, head, today)


def _volunteers(matrix: RoleMatrix, head: Member, today: date) -> None:
    """The first one is agreed to, the second waits."""
    column = grid_of(matrix, head.person, today).columns[-1]
    wishes = ("Kelas ibu hamil diikuti keluarga pendamping", "Kunjungan nifas tercatat lengkap")
    people = reports_of(head.person, today).order_by("pk")[: len(wishes)]
    for number, (person, title) in enumerate(zip(people, wishes, strict=False)):
        role = volunteer(matrix=matrix, indicator=column, title=title, by=person, on=today)
        if number == 0:
            answer_role(role=role, agree=True, by=head.person, on=today)


def _guest(matrix: RoleMatrix, members: Sequence[Member], head: Member, today: date) -> None:
    """Somebody of another unit, with the consent of the own appraiser."""
    own = set(reports_of(head.person, today).values_list("pk", flat=True)) | {head.person.pk}
    others = [one for one in members if one.seat.post == "data_officer"]
    guest = next((one for one in others if one.person.pk not in own), None)
    appraiser = appraiser_of(guest.person, today) if guest else None
    if guest is None or appraiser in (None, head.person) or appraiser is None:
        return
    asked = invite(matrix=matrix, person=guest.person, by=head.person, on=today)
    answer_guest(guest=asked, agree=True, by=appraiser, on=today)


def _template(members: Sequence[Member], office: Person, today: date) -> None:
    """Drafts of next year for all nurses with the same post, by the personnel office."""
    nurses = [one for one in members if one.seat.post == "nurse"]
    if not nurses:
        return
    post = nurses[0].assignment.position
    template = make_template(
        name=f"Perawat {today.year + 1}",
        post=post.title,
        content=NURSE,
        approach="quantitative",
        by=office,
        on=today,
    )
    same = Assignment.objects.on(today).main().filter(position__title=post.title)
    if same.exists():
        use_template(
            version=template.newest,
            unit=post.unit,
            post=post.title,
            year=today.year + 1,
            by=office,
            on=today,
        )


def _reviews_and_steps(members: Sequence[Member], today: date) -> None:
    """Two results a leader has read closely, and steps of a few people, one of them late."""
    results = list(_in_force(members, today)[:12])
    for number, result in enumerate(results):
        for text, month, day in STEPS:
            due = date(today.year, month, day)
            step = add_step(result=result, text=text, due_on=due, by=result.plan.person)
            on_time = due <= today - timedelta(days=14 if number % 4 else 100)
            if on_time:
                finish_step(step=step, done=True, by=result.plan.person, on=due)
    for result in results[:2]:
        leader = appraiser_of(result.plan.person, today)
        if leader is None:
            continue
        review_result(
            result=result,
            judgements={
                "outcome_worded": ("fits", ""),
                "not_absolute": ("fits", ""),
                "dated": ("needs_work", "Sebut triwulan penyelesaiannya pada indikator."),
                "specific": ("fits", ""),
            },
            by=leader,
            on=today,
        )


def _workblock(members: Sequence[Member], today: date) -> None:
    """Of the head of the health office: one initiative, and the sheet of its first indicator."""
    heads = [one for one in members if one.seat.post == "health_head"]
    result = _in_force(heads, today).first()
    if result is None:
        return
    by, last = result.plan.person, date(today.year, 11, 30)
    strategy = add_strategy(
        result=result,
        title="Jemput bola bagi ibu hamil berisiko",
        target="; ".join(one.text for one in result.indicators.all())[:300],
        involved="Bidang kesehatan masyarakat, seluruh puskesmas, kader",
        due_on=last,
        beneficiaries="Ibu hamil dan keluarganya",
        purpose="Kehamilan berisiko diketahui dan ditangani lebih awal",
        budget=Decimal(250_000_000),
        by=by,
    )
    for part, manner, text, due in (
        ("activity", "routine", "Pemeriksaan kehamilan di puskesmas dan posyandu", None),
        ("activity", "transformative", "Kunjungan rumah dengan pencatatan di satu aplikasi", None),
        ("milestone", "routine", "Laporan triwulan dari semua puskesmas", date(today.year, 3, 31)),
        ("milestone", "transformative", "Data ibu berisiko terpadu antarpuskesmas", last),
    ):
        add_step(
            result=result, strategy=strategy, part=part, manner=manner, text=text, due_on=due, by=by
        )
    indicator = result.indicators.first()
    if indicator is not None:
        write_sheet(
            indicator=indicator,
            by=by,
            on=today,
            purpose="Mengetahui sejauh mana hasil ini dirasakan penerima layanan.",
            definition=f"{indicator.text}, dihitung untuk satu tahun kalender.",
            formula="Jumlah yang tercapai dibagi jumlah sasaran, dikali 100.",
            quality="intermediate_outcome",
            data_source="Laporan rutin puskesmas yang sudah diperiksa",
            owner="Subbagian Program dan Pelaporan",
            period="quarter",
        )


def _in_force(members: Sequence[Member], today: date) -> WorkResultQuerySet:
    """The results of those people's plans in force today."""
    plans = Plan.objects.current(today).filter(
        state=Plan.State.SET, person__in=[one.person.pk for one in members]
    )
    results = WorkResult.objects.filter(plan__in=plans).order_by("plan__person_id", "number")
    return results.select_related("plan__person", "plan__assignment__position")
