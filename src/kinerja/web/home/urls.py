"""The address of the first page."""

from django.urls import path

from kinerja.web.home.home import home

urlpatterns = [path("", home, name="home")]
