"""Addresses for citizens."""

from django.urls import path

from kinerja.web.open import public, survey

urlpatterns = [
    path("s/<str:code>/", survey.survey_page, name="survey_page"),
    path("s/<str:code>/selesai/", survey.survey_done, name="survey_done"),
    path("publik/", public.public, name="public"),
]
