"""Production: everything comes from the environment, every door is https."""

from config.env import env
from config.settings.base import *  # noqa: F403  (a settings module is its base plus differences)
from config.settings.base import CONTENT_SECURITY_POLICY as POLICY

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL")

# Whatever a forgotten .env says: no demonstration, no stand-in that would call unpaid gifts paid, no frame.
DEMO = False
STRIPE_API_BASE = ""
CONTENT_SECURITY_POLICY = {**POLICY, "DIRECTIVES": {**POLICY["DIRECTIVES"], "frame-ancestors": ["'none'"]}}

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by load balancers, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
