"""Addresses of working time."""

from django.urls import path

from kinerja.web.time import calendar, leave, outage, pattern, shift

LEAVE = "waktu/cuti/<int:leave_id>/"

urlpatterns = [
    path("saya/kalender/", calendar.my_calendar, name="my_calendar"),
    path("gangguan/", outage.outages, name="outages"),
    path("gangguan/<int:outage_id>/batal/", outage.outage_cancel, name="outage_cancel"),
    path("waktu/cuti/", leave.leave_list, name="leave_list"),
    path("waktu/cuti/baru/", leave.leave_new, name="leave_new"),
    path(LEAVE + "akhiri/", leave.leave_end, name="leave_end"),
    path(LEAVE + "hapus/", leave.leave_withdraw, name="leave_withdraw"),
    path("waktu/jaga/", shift.shift_list, name="shift_list"),
    path("waktu/jaga/baru/", shift.shift_new, name="shift_new"),
    path("waktu/jaga/<int:shift_id>/hapus/", shift.shift_remove, name="shift_remove"),
    path("waktu/pola/", pattern.pattern_list, name="pattern_list"),
    path("waktu/pola/atur/", pattern.pattern_set, name="pattern_set"),
]
