"""The filters of `web.indonesian`, loaded everywhere without `{% load %}`."""

from django import template

from kinerja.web.indonesian import (
    angka,
    jam,
    nip_spasi,
    persen,
    rupiah,
    tanggal,
    tanggal_jam,
    waktu_lalu,
)

register = template.Library()
for write in (tanggal, jam, tanggal_jam, waktu_lalu, angka, persen, rupiah, nip_spasi):
    register.filter(write.__name__, write)
