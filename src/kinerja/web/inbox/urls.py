"""Addresses of reminders."""

from django.urls import path

from kinerja.web.inbox import mail

urlpatterns = [
    path("saya/surel/", mail.mail_settings, name="mail_settings"),
    path("saya/surel/<str:token>/", mail.mail_confirm, name="mail_confirm"),
]
