"""Errors in the shape the API gives them: ``{"error": {"type", "code", "message", "param"}}``."""

from typing import Any

from sandbox.wire import Json


class ApiError(Exception):
    """An answer that refuses.

    Args:
        saved: whether an idempotency key remembers this answer. Stripe remembers whatever happened once execution
            had begun, and forgets what failed validation.
    """

    def __init__(self, status: int, kind: str, message: str, *, saved: bool = True, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        present = {name: value for name, value in details.items() if value is not None}
        self.error: Json = {"type": kind, "message": message, **present}

    @property
    def body(self) -> Json:
        return {"error": self.error}


def invalid(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """A request that cannot be executed as it stands; never remembered by an idempotency key."""
    return ApiError(400, "invalid_request_error", message, saved=False, code=code, param=param)


def refused(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """A well-formed request that the state of things forbids; remembered by an idempotency key."""
    return ApiError(400, "invalid_request_error", message, code=code, param=param)


def resource_missing(noun: str, object_id: str, *, param: str | None = None) -> ApiError:
    """An object that does not exist for this account: 404 in the path, 400 as a parameter, as at Stripe."""
    message = f"No such {noun}: '{object_id}'"
    status = 404 if param is None else 400
    return ApiError(status, "invalid_request_error", message, saved=False, code="resource_missing", param=param or "id")


def server_error() -> ApiError:
    """An invented outage, ordered by a fault."""
    return ApiError(500, "api_error", "An unknown error occurred (ordered by a sandbox fault).")
