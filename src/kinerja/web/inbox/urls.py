"""Addresses of reminders."""

from django.urls import path

from kinerja.web.inbox import channels, mail

urlpatterns = [
    path("saya/pesan/", channels.channels, name="channels"),
    path("saya/pesan/berhenti/<str:token>/", channels.channel_stop, name="channel_stop"),
    path("saya/surel/", mail.mail_settings, name="mail_settings"),
    path("saya/surel/<str:token>/", mail.mail_confirm, name="mail_confirm"),
]
