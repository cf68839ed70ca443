"""Addresses of streams."""

from django.urls import path

from kinerja.web.live import stream

urlpatterns = [path("langsung/tim/", stream.live_team, name="live_team")]
