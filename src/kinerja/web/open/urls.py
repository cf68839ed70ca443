"""Addresses for citizens."""

from django.urls import path

from kinerja.web.open import public

urlpatterns = [
    path("publik/", public.public, name="public"),
]
