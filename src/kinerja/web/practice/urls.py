"""Addresses of practice mode; which of them answer depends on the site."""

from django.urls import path

from kinerja.web.practice import door

urlpatterns = [
    path("latihan/", door.practice, name="practice"),
    path("latihan/masuk/<slug:exercise>/", door.practice_enter, name="practice_enter"),
    path("latihan/mulai/<str:ticket>/", door.practice_begin, name="practice_begin"),
    path("latihan/tertutup/", door.practice_closed, name="practice_closed"),
    path("latihan/selesai/<str:note>/", door.practice_return, name="practice_return"),
]
