"""The tests' settings; besides, each response names the templates it was made of, and one address breaks."""

from config.settings.test import *  # noqa: F403  (a settings module is its base plus differences)
from config.settings.test import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = [*_MIDDLEWARE, "tests.e2e.traced.TracedTemplates", "tests.e2e.traced.Breaking"]
