"""The hosted payment page and the bank's authentication page: plain HTML, no JavaScript."""

from sandbox.pages.routes import serve

__all__ = ["serve"]
