"""Forms as this site shows them."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Widgets and errors from our own templates."""
