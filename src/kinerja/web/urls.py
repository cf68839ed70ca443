"""Every page of the site. Each area lists its own addresses in its `urls.py`."""

from django.urls import URLPattern, URLResolver, include, path

from kinerja.web import account_pages
from kinerja.web.brand import brand_logo, brand_style
from kinerja.web.gallery import gallery
from kinerja.web.health import alive, health
from kinerja.web.more import more

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kinerja.web.open.urls")),  # citizens: many at once, found first
    path("akun/", include(account_pages.urlpatterns)),
    path("lainnya/", more, name="more"),
    path("kesehatan/", health, name="health"),
    path("healthz", alive, name="alive"),
    path("merek/<slug:version>.css", brand_style, name="brand_style"),
    path("merek/<slug:version>/logo", brand_logo, name="brand_logo"),
    path("galeri/", gallery, name="gallery"),
    path("", include("kinerja.web.home.urls")),
    path("", include("kinerja.web.offline.urls")),
    path("", include("kinerja.web.needs.urls")),
    path("", include("kinerja.web.planning.urls")),
    path("", include("kinerja.web.collaboration.urls")),
    path("", include("kinerja.web.work.urls")),
    path("", include("kinerja.web.participation.urls")),
    path("", include("kinerja.web.feedback.urls")),
    path("", include("kinerja.web.inbox.urls")),
    path("", include("kinerja.web.recognition.urls")),
    path("", include("kinerja.web.development.urls")),
    path("", include("kinerja.web.adoption.urls")),
    path("", include("kinerja.web.live.urls")),
    path("", include("kinerja.web.people.urls")),
    path("", include("kinerja.web.time.urls")),
    path("", include("kinerja.web.evaluation.urls")),
    path("", include("kinerja.web.hub.urls")),
    path("", include("kinerja.web.practice.urls")),
    path("", include("kinerja.web.help.urls")),
]
