from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "kinerja.work"
    label = "work"
    verbose_name = "Pelaksanaan"
