"""Our stand-in for Stripe: the part of its HTTP API that Minori uses, for development and tests only.

It proves our code against our reading of Stripe, no more; `tests/contract` holds that reading against the real thing.
"""

from sandbox.server import SandboxServer

__all__ = ["SandboxServer"]
