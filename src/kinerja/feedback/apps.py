from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "kinerja.feedback"
    label = "feedback"
    verbose_name = "Umpan balik"
