from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "kinerja.records"
    label = "records"
    verbose_name = "Catatan"
