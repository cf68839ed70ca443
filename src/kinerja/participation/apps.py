from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "kinerja.participation"
    label = "participation"
    verbose_name = "Partisipasi"
