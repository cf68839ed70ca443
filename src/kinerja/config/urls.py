"""Every address of the site. The pages themselves live in `web`."""

from django.urls import include, path

urlpatterns = [path("", include("kinerja.web.urls"))]

handler400 = "kinerja.web.errors.bad_request"
handler403 = "kinerja.web.errors.forbidden"
handler404 = "kinerja.web.errors.not_found"
handler429 = "kinerja.web.errors.too_many"  # asked for by allauth
handler500 = "kinerja.web.errors.server_error"
