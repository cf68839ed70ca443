from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "kinerja.integrations.hub"
    label = "hub"
    verbose_name = "Antarinstansi"
