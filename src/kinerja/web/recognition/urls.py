"""Addresses of the pages of badges and honours."""

from django.urls import path

from kinerja.web.recognition import badge, honour

urlpatterns = [
    path("lencana/", badge.badges, name="badges"),
    path("lencana/aturan/", badge.rule, name="badge_rule"),
    path("lencana/hitung/", badge.award, name="badge_award"),
    path("penghargaan/", honour.honours, name="honours"),
    path("penghargaan/siapkan/", honour.open_new, name="honour_open"),
    path("penghargaan/<int:honour_id>/", honour.show, name="honour"),
    path("penghargaan/<int:honour_id>/piagam/", honour.certificate, name="honour_certificate"),
]
