"""Every page of the site. Each area lists its own addresses in its `urls.py`."""

from allauth.account import views as account_views
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/masuk/", account_views.login, name="account_login"),
    path("akun/keluar/", account_views.logout, name="account_logout"),
    path("akun/sandi/", account_views.password_change, name="account_change_password"),
]
