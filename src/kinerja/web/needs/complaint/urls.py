"""Addresses of complaints."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.needs.complaint import case, figures, importing, queue, rules

ONE = "pengaduan/<int:complaint_id>/"
COMPLAINTS: list[URLPattern | URLResolver] = [
    path("pengaduan/", queue.complaints, name="complaints"),
    path("pengaduan/catat/", queue.enter, name="complaint_enter"),
    path("pengaduan/angka/", figures.figures, name="complaint_figures"),
    path("pengaduan/angka/berkas/", figures.figures_sheet, name="complaint_figures_sheet"),
    path("pengaduan/angka/temuan/", figures.category_finding, name="complaint_finding"),
    path("pengaduan/aturan/", rules.rules, name="complaint_rules"),
    path("pengaduan/kategori/baru/", rules.category, name="complaint_category_new"),
    path("pengaduan/kategori/awal/", rules.usual_categories, name="complaint_categories_usual"),
    path("pengaduan/kategori/<int:category_id>/", rules.category, name="complaint_category"),
    path("pengaduan/impor/", importing.complaint_import, name="complaint_import"),
    path(
        "pengaduan/impor/nama/",
        importing.complaint_import_mapping,
        name="complaint_import_mapping",
    ),
    path(
        "pengaduan/impor/simpan/", importing.complaint_import_store, name="complaint_import_store"
    ),
    path(
        "pengaduan/impor/contoh/",
        importing.complaint_import_template,
        name="complaint_import_template",
    ),
    path(ONE, case.case, name="complaint"),
    path(f"{ONE}teruskan/", case.forward, name="complaint_forward"),
    path(f"{ONE}tunjuk/", case.appoint, name="complaint_appoint"),
    path(f"{ONE}alihkan/", case.hand_over, name="complaint_hand_over"),
    path(f"{ONE}tangani/", case.take_up, name="complaint_take_up"),
    path(f"{ONE}jawab/", case.answer, name="complaint_answer"),
    path(f"{ONE}catatan/", case.note, name="complaint_note"),
    path(f"{ONE}tolak/", case.refuse, name="complaint_refuse"),
    path(f"{ONE}duplikat/", case.duplicate, name="complaint_duplicate"),
    path(f"{ONE}berkas/<int:file_id>/", case.file, name="complaint_file"),
]
