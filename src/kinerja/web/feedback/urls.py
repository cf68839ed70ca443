"""Addresses of the pages of feedback."""

from django.urls import path

from kinerja.web.feedback import (
    appreciation,
    counselling,
    feedback,
    give,
    guidance,
    initiative,
    outside,
    request,
    schedule,
)

urlpatterns = [
    path("bimbingan/", guidance.guidance_list, name="guidance_list"),
    path("bimbingan/baru/<int:person_id>/", guidance.guidance_new, name="guidance_new"),
    path("bimbingan/<int:session_id>/", guidance.guidance, name="guidance"),
    path("bimbingan/<int:session_id>/sahkan/", guidance.guidance_confirm, name="guidance_confirm"),
    path(
        "bimbingan/<int:session_id>/pendapat/", guidance.guidance_opinion, name="guidance_opinion"
    ),
    path(
        "bimbingan/<int:session_id>/kompetensi/",
        guidance.guidance_competency,
        name="guidance_competency",
    ),
    path(
        "bimbingan/tindakan/<int:action_id>/selesai/",
        guidance.guidance_action,
        name="guidance_action",
    ),
    path("konseling/", counselling.counselling_list, name="counselling_list"),
    path("konseling/lapor/<int:person_id>/", counselling.behaviour_report, name="behaviour_report"),
    path("konseling/laporan/<int:report_id>/", counselling.behaviour_show, name="behaviour_show"),
    path(
        "konseling/catatan/<int:record_id>/dibaca/",
        counselling.counselling_confirm,
        name="counselling_confirm",
    ),
    path("apresiasi/", appreciation.feed, name="appreciations"),
    path("apresiasi/beri/", appreciation.give, name="appreciation_give"),
    path("apresiasi/periksa/", appreciation.watch, name="appreciation_watch"),
    path("apresiasi/<int:appreciation_id>/", appreciation.show, name="appreciation"),
    path("apresiasi/<int:appreciation_id>/kaitkan/", appreciation.tie, name="appreciation_tie"),
    path(
        "apresiasi/<int:appreciation_id>/buka/", appreciation.publish, name="appreciation_publish"
    ),
    path(
        "apresiasi/<int:appreciation_id>/tarik/",
        appreciation.withdraw,
        name="appreciation_withdraw",
    ),
    path(
        "apresiasi/<int:appreciation_id>/laporkan/",
        appreciation.complain,
        name="appreciation_report",
    ),
    path(
        "apresiasi/<int:appreciation_id>/putuskan/", appreciation.judge, name="appreciation_judge"
    ),
    path("inisiatif/", initiative.initiatives, name="initiatives"),
    path("inisiatif/baru/", initiative.new, name="initiative_new"),
    path("inisiatif/<int:initiative_id>/", initiative.show, name="initiative"),
    path("inisiatif/<int:initiative_id>/tanggapi/", initiative.speak, name="initiative_speak"),
    path("inisiatif/<int:initiative_id>/pelanggan/", initiative.outside, name="initiative_outside"),
    path("inisiatif/<int:initiative_id>/bagikan/", initiative.share, name="initiative_share"),
    path("inisiatif/<int:initiative_id>/tarik/", initiative.withdraw, name="initiative_withdraw"),
    path(
        "inisiatif/<int:initiative_id>/berkas/<int:file_id>/",
        initiative.file,
        name="initiative_file",
    ),
    path("umpan-balik/", feedback.feedback_list, name="feedback_list"),
    path("umpan-balik/beri/", give.feedback_whom, name="feedback_whom"),
    path("umpan-balik/beri/<int:person_id>/", give.feedback_new, name="feedback_new"),
    path("umpan-balik/jadwal/", schedule.feedback_schedules, name="feedback_schedules"),
    path("umpan-balik/jadwal/<int:plan_id>/", schedule.feedback_schedule, name="feedback_schedule"),
    path("umpan-balik/permintaan/", request.feedback_requests, name="feedback_requests"),
    path(
        "umpan-balik/permintaan/<int:request_id>/",
        request.feedback_request,
        name="feedback_request",
    ),
    path(
        "umpan-balik/permintaan/<int:request_id>/akhiri/",
        request.feedback_request_end,
        name="feedback_request_end",
    ),
    path("umpan-balik/minta/", request.feedback_ask_whom, name="feedback_ask_whom"),
    path("umpan-balik/minta/luar/", request.feedback_ask_outside, name="feedback_ask_outside"),
    path("umpan-balik/minta/<int:person_id>/", request.feedback_ask, name="feedback_ask"),
    path("tanggapan/<str:token>/", outside.outside_answer, name="outside_answer"),
    path("umpan-balik/<int:feedback_id>/", feedback.feedback_show, name="feedback_show"),
    path("umpan-balik/<int:feedback_id>/tutup/", feedback.feedback_close, name="feedback_close"),
    path(
        "umpan-balik/<int:feedback_id>/tujuan/", feedback.feedback_purpose, name="feedback_purpose"
    ),
]
