"""Every address of the site. The pages live in `web`, what programs ask for in `api`."""

from django.urls import include, path

from kinerja.api import urls as api_urls

urlpatterns = [
    path("api/v1/", include((api_urls.patterns, "api"), namespace="api")),
    path("", include("kinerja.web.urls")),
]

handler400 = "kinerja.web.errors.bad_request"
handler403 = "kinerja.web.errors.forbidden"
handler404 = "kinerja.web.errors.not_found"
handler429 = "kinerja.web.errors.too_many"  # asked for by allauth
handler500 = "kinerja.web.errors.server_error"
