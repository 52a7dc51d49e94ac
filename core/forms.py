"""The one form renderer: every field looks and reads the same on every screen."""

from django.forms.renderers import TemplatesSetting


class MinoriRenderer(TemplatesSetting):
    """Fields through ``templates/forms/field.html``, errors through ``templates/forms/errors.html``."""

    field_template_name = "forms/field.html"
