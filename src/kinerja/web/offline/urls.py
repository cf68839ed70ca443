"""Addresses of working without a network."""

from django.urls import path

from kinerja.web.offline import send, worker

urlpatterns = [
    path("pekerja.js", worker.service_worker, name="service_worker"),
    path("kinerja.webmanifest", worker.manifest, name="manifest"),
    path("luring/", worker.offline_shell, name="offline_shell"),
    path("lapor/kirim/", send.report_send, name="report_send"),
]
