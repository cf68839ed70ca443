"""Addresses of daily work."""

from django.urls import path

from kinerja.web.work import evidence, feedback, inbox, queue, report, report_detail, team

urlpatterns = [
    path("lapor/", report.report_new, name="report_new"),
    path("lapor/seperti-kemarin/", report.report_repeat, name="report_repeat"),
    path("laporan/", report.report_list, name="report_list"),
    path("laporan/<int:report_id>/", report_detail.report_detail, name="report_detail"),
    path("laporan/<int:report_id>/perbaiki/", report_detail.report_correct, name="report_correct"),
    path("laporan/<int:report_id>/tarik/", report_detail.report_withdraw, name="report_withdraw"),
    path("laporan/<int:report_id>/umpan-balik/", report_detail.feedback_give, name="feedback_give"),
    path(
        "laporan/<int:report_id>/berkas/<int:evidence_id>/",
        evidence.evidence_file,
        name="evidence_file",
    ),
    path(
        "laporan/<int:report_id>/berkas/<int:evidence_id>/kecil/",
        evidence.evidence_thumbnail,
        name="evidence_thumbnail",
    ),
    path("antrean/", queue.queue, name="queue"),
    path("antrean/terima/", queue.queue_accept, name="queue_accept"),
    path("antrean/batal/", queue.queue_undo, name="queue_undo"),
    path("antrean/<int:report_id>/", queue.queue_answer, name="queue_answer"),
    path("tim/", team.team, name="team"),
    path("tim/angka/", team.team_strip, name="team_numbers"),
    path("tim/<int:person_id>/", team.team_member, name="team_member"),
    path("umpan-balik/", feedback.feedback_list, name="feedback_list"),
    path("kotak-masuk/", inbox.inbox, name="inbox"),
    path("kotak-masuk/dibaca/", inbox.inbox_read, name="inbox_read"),
    path("kotak-masuk/<int:notice_id>/", inbox.inbox_open, name="inbox_open"),
]
