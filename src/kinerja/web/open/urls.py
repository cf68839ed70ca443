"""Addresses for citizens."""

from django.urls import path

from kinerja.web.open import complaint, partner, public, survey

urlpatterns = [
    path("mitra/", partner.partner_home, name="partner_home"),
    path("mitra/masuk/<str:word>/", partner.partner_enter, name="partner_enter"),
    path("mitra/keluar/", partner.partner_leave, name="partner_leave"),
    path("mitra/tugas/<int:task_id>/selesai/", partner.partner_finish, name="partner_finish"),
    path("mitra/tugas/<int:task_id>/komentar/", partner.partner_comment, name="partner_comment"),
    path("mitra/berkas/<int:file_id>/", partner.partner_file, name="partner_file"),
    path("s/<str:code>/", survey.survey_page, name="survey_page"),
    path("s/<str:code>/selesai/", survey.survey_done, name="survey_done"),
    path("publik/", public.public, name="public"),
    path("aduan/", complaint.complain, name="complain"),
    path("aduan/cek/", complaint.find, name="complaint_find"),
    path("aduan/<slug:code>/", complaint.ticket, name="complaint_ticket"),
    path("aduan/<slug:code>/balas/", complaint.reply, name="complaint_reply"),
    path("aduan/<slug:code>/puas/", complaint.content, name="complaint_content"),
    path("aduan/<slug:code>/berkas/<int:file_id>/", complaint.photo, name="complaint_photo"),
]
