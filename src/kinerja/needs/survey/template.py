"""Ready-made questions: the nine elements of the SKM with the profile of who answers; and a new
version of a survey that was asked before."""

from datetime import date
from typing import Any

from django.db import transaction

from kinerja.needs.survey.question import Question, Section, add_question, add_section
from kinerja.needs.survey.survey import Survey, create_survey
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.satisfaction import ServiceElement as Element

# Wording of our own; each scale runs from the worst to the best, as the index counts it.
ELEMENTS: dict[Element, tuple[str, tuple[str, str, str, str]]] = {
    Element.REQUIREMENTS: (
        "Apakah persyaratan yang diminta sesuai dengan layanan yang Anda urus?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element.PROCEDURE: (
        "Seberapa mudah langkah-langkah layanan ini diikuti?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    Element.TIME: (
        "Seberapa cepat layanan ini selesai?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    Element.COST: (
        "Seberapa wajar biaya yang Anda bayar untuk layanan ini?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis atau sangat murah"),
    ),
    Element.PRODUCT: (
        "Apakah hasil yang Anda terima sesuai dengan yang dijanjikan?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element.STAFF_COMPETENCE: (
        "Seberapa mampu petugas membantu urusan Anda?",
        ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu"),
    ),
    Element.STAFF_BEHAVIOUR: (
        "Seberapa sopan dan ramah petugas melayani Anda?",
        ("Tidak ramah", "Kurang ramah", "Ramah", "Sangat ramah"),
    ),
    Element.FACILITIES: (
        "Bagaimana keadaan ruang, alat, atau aplikasi yang Anda pakai?",
        ("Buruk", "Kurang baik", "Baik", "Sangat baik"),
    ),
    Element.COMPLAINTS: (
        "Bagaimana pengaduan, saran, dan masukan ditangani?",
        ("Tidak ditangani", "Ada tetapi tidak berjalan", "Berjalan", "Ditangani dengan baik"),
    ),
}
PROFILE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "R1",
        "Umur",
        ("17–25 tahun", "26–35 tahun", "36–45 tahun", "46–55 tahun", "Di atas 55 tahun"),
    ),
    ("R2", "Jenis kelamin", ("Laki-laki", "Perempuan")),
    ("R3", "Pendidikan terakhir", ("SD", "SMP", "SMA/SMK", "Diploma", "S1", "S2 atau S3")),
    (
        "R4",
        "Pekerjaan",
        ("ASN", "TNI/Polri", "Pegawai swasta", "Wirausaha", "Pelajar atau mahasiswa", "Lainnya"),
    ),
)
INTRODUCTION = (
    "Bantu kami memperbaiki layanan ini. Sembilan pertanyaan, kira-kira satu menit."
    " Nama Anda tidak ditanyakan."
)


@transaction.atomic
def create_skm(
    *,
    title: str,
    unit: Unit,
    service: str,
    opens_on: date,
    closes_on: date,
    by: Person | None,
    on: date,
    **more: Any,
) -> Survey:
    """A satisfaction survey, ready to be opened but for its links. Errors: as `create_survey`."""
    survey = create_survey(
        kind=Survey.Kind.SKM,
        title=title,
        unit=unit,
        service=service,
        opens_on=opens_on,
        closes_on=closes_on,
        by=by,
        on=on,
        **({"introduction": INTRODUCTION} | {name: said for name, said in more.items() if said}),
    )
    section = add_section(survey=survey, title="Penilaian Anda", by=by, on=on)
    for element, (text, options) in ELEMENTS.items():
        add_question(
            section=section,
            kind=Question.Kind.SCALE,
            text=text,
            options=options,
            code=element.value,
            element=element.value,
            by=by,
            on=on,
        )
    add_question(
        section=section,
        kind=Question.Kind.LONG,
        text="Apa yang sebaiknya kami perbaiki?",
        hint="Jangan tulis nama, nomor KTP, atau nomor telepon.",
        required=False,
        code="S1",
        by=by,
        on=on,
    )
    profile = add_section(survey=survey, title="Tentang Anda", by=by, on=on)
    for code, text, choices in PROFILE:
        add_question(
            section=profile,
            kind=Question.Kind.SINGLE,
            text=text,
            options=choices,
            required=False,
            code=code,
            by=by,
            on=on,
        )
    survey.refresh_from_db()
    return survey


@transaction.atomic
def copy_survey(*, survey: Survey, opens_on: date, closes_on: date, by: Person, on: date) -> Survey:
    """A new version with the same questions, without links and answers.

    Errors: as `create_survey`.
    """
    new = create_survey(
        kind=survey.kind,
        title=survey.title,
        unit=survey.unit,
        service=survey.service,
        introduction=survey.introduction,
        opens_on=opens_on,
        closes_on=closes_on,
        closes_when_full=survey.closes_when_full,
        languages=survey.languages,
        by=by,
        on=on,
    )
    new.copied_from, new.translations = survey, survey.translations
    new.save(update_fields=["copied_from", "translations"])
    for section in survey.sections.all():
        rows = list(section.questions.all())
        copied = Section.objects.create(
            survey=new,
            place=section.place,
            title=section.title,
            condition=section.condition,
            translations=section.translations,
        )
        for row in rows:
            row.pk, row.survey, row.section = None, new, copied
            row._state.adding = True
        Question.objects.bulk_create(rows)
    record("survey.copied", about=new, by=by, data={"from": survey.pk})
    return new
