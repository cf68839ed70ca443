from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "kinerja.integrations.gateway"
    label = "gateway"
    verbose_name = "Saluran pesan"
