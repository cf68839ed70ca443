"""Addresses of working together."""

from django.urls import path

from kinerja.web.collaboration import calendar, contribution, partner, programme, task, task_comment

ONE = "kolaborasi/<int:programme_id>/"

urlpatterns = [
    path("kolaborasi/", programme.programmes, name="programmes"),
    path("kolaborasi/baru/", programme.programme_new, name="programme_new"),
    path("kolaborasi/kontribusi/", contribution.contributions, name="contributions"),
    path(
        "kolaborasi/kontribusi/<int:contribution_id>/lepas/",
        contribution.contribution_drop,
        name="contribution_drop",
    ),
    path("kolaborasi/kalender/", calendar.calendar_key, name="calendar_key"),
    path("kolaborasi/anggota/<int:member_id>/", programme.member_answer, name="member_answer"),
    path("kolaborasi/anggota/<int:member_id>/akhiri/", programme.member_end, name="member_end"),
    path("kalender/<str:word>.ics", calendar.calendar_feed, name="calendar_feed"),
    path(ONE, programme.programme, name="programme"),
    path(f"{ONE}ubah/", programme.programme_edit, name="programme_edit"),
    path(f"{ONE}tutup/", programme.programme_close, name="programme_close"),
    path(f"{ONE}undang/", programme.programme_invite, name="programme_invite"),
    path(f"{ONE}tugas/baru/", task.task_new, name="task_new"),
    path(f"{ONE}tugas/<int:task_id>/", task.task_move, name="task_move"),
    path(f"{ONE}tugas/<int:task_id>/ubah/", task.task_edit, name="task_edit"),
    path(f"{ONE}tugas/<int:task_id>/hapus/", task.task_drop, name="task_drop"),
    path(f"{ONE}tugas/<int:task_id>/komentar/", task_comment.task_comments, name="task_comments"),
    path(f"{ONE}kalender/", calendar.programme_calendar, name="programme_calendar"),
    path(f"{ONE}acara/baru/", calendar.meeting_new, name="meeting_new"),
    path(f"{ONE}acara/<int:meeting_id>/", calendar.meeting_minutes, name="meeting_minutes"),
    path(f"{ONE}acara/<int:meeting_id>/ubah/", calendar.meeting_edit, name="meeting_edit"),
    path(f"{ONE}acara/<int:meeting_id>/hapus/", calendar.meeting_drop, name="meeting_drop"),
    path(f"{ONE}berkas/", calendar.programme_files, name="programme_files"),
    path(f"{ONE}berkas/<int:file_id>/", calendar.programme_file, name="programme_file"),
    path(f"{ONE}laporan/", contribution.contribution_new, name="contribution_new"),
    path(f"{ONE}penilaian/<int:person_id>/", contribution.lead_word, name="lead_word"),
    path(f"{ONE}mitra/", partner.partners, name="partners"),
    path(f"{ONE}mitra/<int:partner_id>/tautan/", partner.partner_link, name="partner_link"),
    path(f"{ONE}mitra/<int:partner_id>/cabut/", partner.partner_revoke, name="partner_revoke"),
]
