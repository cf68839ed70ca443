"""Addresses of the pages of needs: surveys, discussions, complaints, service data, findings."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
