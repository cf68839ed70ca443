"""Addresses of trainings and learning hours."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.development import (
    certificate,
    effect,
    enrolment,
    hours,
    hours_import,
    running,
    session,
    training,
)

ONE = "pelatihan/<int:training_id>/"
SESSION = "pelatihan/sesi/<int:session_id>/"
LISTED = "pelatihan/pendaftaran/<int:enrolment_id>/"
HOURS = "jp/<int:learning_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("pelatihan/", session.calendar, name="trainings"),
    path("pelatihan/saya/", enrolment.mine, name="my_trainings"),
    path("pelatihan/persetujuan/", enrolment.answers, name="enrolment_answers"),
    path("pelatihan/kelola/", session.control, name="training_control"),
    path("pelatihan/katalog/", training.catalogue, name="training_catalogue"),
    path("pelatihan/katalog/baru/", training.new, name="training_new"),
    path("pelatihan/katalog/awal/", training.take_start, name="training_start"),
    path(ONE, training.show, name="training"),
    path(f"{ONE}ubah/", training.edit, name="training_edit"),
    path(f"{ONE}keluarkan/", training.retire, name="training_retire"),
    path(f"{ONE}sesi/baru/", session.new, name="training_session_new"),
    path(f"{ONE}dampak/", effect.effect, name="training_effect"),
    path(SESSION, session.show, name="training_session"),
    path(f"{SESSION}ubah/", session.edit, name="training_session_edit"),
    path(f"{SESSION}batalkan/", session.cancel, name="training_session_cancel"),
    path(f"{SESSION}daftar/", session.ask, name="training_ask"),
    path(f"{SESSION}usulkan/", session.propose, name="training_propose"),
    path(f"{SESSION}peserta/", enrolment.participants, name="training_participants"),
    path(f"{SESSION}hadir/", running.attendance, name="training_attendance"),
    path(f"{SESSION}hasil/", running.results, name="training_results"),
    path(f"{SESSION}tetapkan/", running.settle, name="training_settle"),
    path(f"{SESSION}jp/", running.hours, name="training_hours"),
    path(f"{SESSION}evaluasi/", running.evaluation, name="training_evaluation"),
    path(f"{LISTED}jawab/", enrolment.answer, name="enrolment_answer"),
    path(f"{LISTED}putuskan/", enrolment.decide, name="enrolment_decide"),
    path(f"{LISTED}mundur/", enrolment.withdraw, name="enrolment_withdraw"),
    path(f"{LISTED}tanggapan/", enrolment.react, name="training_react"),
    path(f"{LISTED}perubahan/", enrolment.change, name="training_change"),
    path(f"{LISTED}sertifikat/", certificate.certificate, name="training_certificate"),
    path("sertifikat/<uuid:token>/", certificate.check, name="training_check"),
    path("jp/", hours.mine, name="hours"),
    path("jp/catat/", hours.note, name="hours_note"),
    path("jp/periksa/", hours.queue, name="hours_queue"),
    path("jp/pegawai/", hours.people, name="hours_people"),
    path("jp/pegawai/unduh/", hours.sheet, name="hours_sheet"),
    path("jp/pegawai/<int:person_id>/", hours.of_person, name="hours_person"),
    path("jp/impor/", hours_import.upload, name="hours_import"),
    path("jp/impor/simpan/", hours_import.store, name="hours_import_store"),
    path("jp/impor/contoh/", hours_import.template, name="hours_import_template"),
    path(f"{HOURS}bukti/", hours.evidence, name="hours_evidence"),
    path(f"{HOURS}tarik/", hours.withdraw, name="hours_withdraw"),
    path(f"{HOURS}putuskan/", hours.judge, name="hours_judge"),
]
