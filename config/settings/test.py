"""Tests: as production, with short thresholds and nothing that leaves the machine."""

from config.env import BASE_DIR, env
from config.settings.base import *  # noqa: F403  (a settings module is its base plus differences)

STAFF_ADMIN_OPEN = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# pytest swaps the backend for its in-memory outbox; servers that tests start write files.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", default=str(BASE_DIR / "var" / "test-mail"))
MEDIA_ROOT = BASE_DIR / "var" / "test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
