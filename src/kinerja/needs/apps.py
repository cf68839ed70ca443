from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "kinerja.needs"
    label = "needs"
    verbose_name = "Kebutuhan"
