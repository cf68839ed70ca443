"""Addresses for citizens."""

from django.urls import path

from kinerja.web.open import complaint, public, survey

urlpatterns = [
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
