"""Addresses of the register: people, posts, units, tasks, accounts, the agency and its calendar."""

from django.urls import path

from kinerja.web.people import (
    account,
    agency,
    assignment,
    holiday,
    import_acts,
    import_report,
    import_row,
    import_units,
    imports,
    person,
    person_form,
    person_list,
    role,
    status,
    unit,
    unit_form,
)

PERSON = "pegawai/<int:person_id>/"
ASSIGNMENT = "pegawai/penugasan/<int:assignment_id>/"
UNIT = "organisasi/<int:unit_id>/"
IMPORT = "impor/<int:batch_id>/"

urlpatterns = [
    path("saya/", person.profile, name="profile"),
    path("pegawai/", person_list.people, name="people_list"),
    path("pegawai/cari/", person_list.search, name="people_search"),
    path("pegawai/baru/", person_form.new_person, name="person_new"),
    path(PERSON, person.show_person, name="person_show"),
    path(PERSON + "catatan/", person.changes, name="person_changes"),
    path(PERSON + "ubah/", person_form.change_person, name="person_edit"),
    path(PERSON + "status/", status.change_status, name="person_status"),
    path(PERSON + "berhenti/", status.leave, name="person_leave"),
    path(PERSON + "penugasan/", assignment.new_assignment, name="assignment_new"),
    path(PERSON + "mutasi/", assignment.move, name="assignment_transfer"),
    path(ASSIGNMENT + "akhiri/", assignment.end, name="assignment_end"),
    path(ASSIGNMENT + "atasan/", assignment.superior, name="assignment_superior"),
    path(PERSON + "tugas/", role.grant, name="role_grant"),
    path("pegawai/tugas/<int:role_id>/akhiri/", role.end, name="role_end"),
    path(PERSON + "akun/buka/", account.open_one, name="login_open"),
    path(PERSON + "akun/sandi/", account.reset, name="login_reset"),
    path(PERSON + "akun/keadaan/", account.state, name="login_state"),
    path("organisasi/", unit.units, name="units"),
    path("organisasi/baru/", unit_form.new_unit, name="unit_new"),
    path(UNIT, unit.show_unit, name="unit_show"),
    path(UNIT + "nama/", unit_form.rename, name="unit_rename"),
    path(UNIT + "pindah/", unit_form.move, name="unit_move"),
    path(UNIT + "tutup/", unit_form.close, name="unit_close"),
    path(UNIT + "jabatan/", unit_form.new_post, name="post_new"),
    path(UNIT + "sebutan/", unit_form.alias, name="unit_alias"),
    path("impor/", imports.imports, name="people_import"),
    path(IMPORT, import_report.report, name="import_show"),
    path(IMPORT + "baris/<int:row_id>/", import_row.row, name="import_row"),
    path(IMPORT + "unit/", import_units.units, name="import_units"),
    path(IMPORT + "simpan/", import_acts.apply, name="import_apply"),
    path(IMPORT + "periksa/", import_acts.recheck, name="import_recheck"),
    path(IMPORT + "batal/", import_acts.undo, name="import_undo"),
    path(IMPORT + "selesai/", import_acts.finish, name="import_finish"),
    path("pengaturan/", agency.settings, name="settings"),
    path("pengaturan/tampilan/", agency.look, name="look"),
    path("pengaturan/libur/", holiday.holidays, name="holidays"),
    path("pengaturan/libur/nasional/", holiday.take_over, name="holidays_national"),
    path("pengaturan/libur/<str:day>/hapus/", holiday.remove, name="holiday_remove"),
]
