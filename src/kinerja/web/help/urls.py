"""Addresses of help."""

from django.urls import path

from kinerja.web.help import pages

urlpatterns = [
    path("bantuan/", pages.help_start, name="help"),
    path("bantuan/<slug:guide>/", pages.help_guide, name="help_guide"),
]
