"""Addresses about other agencies."""

from django.urls import path

from kinerja.web.hub import hub

urlpatterns = [
    path("antarinstansi/", hub.hub, name="hub"),
    path("antarinstansi/terima/", hub.hub_receive, name="hub_receive"),
    path("antarinstansi/instansi/", hub.hub_member, name="hub_member"),
    path("antarinstansi/instansi/<int:member_id>/akhiri/", hub.hub_end, name="hub_end"),
]
