"""Discord's error responses: an HTTP status, a code, a message and, for a body, the errors in it."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """A request that Discord would refuse, with the response's status and body."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        body: Json = {"code": self.code, "message": self.message}
        if self.errors:
            body["errors"] = self.errors
        return body


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def not_a_text_channel() -> Refusal:
    return Refusal(400, 50008, "Cannot send messages in a non-text channel")


def unknown_guild() -> Refusal:
    return Refusal(404, 10004, "Unknown Guild")


def unknown_member() -> Refusal:
    return Refusal(404, 10007, "Unknown Member")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_user() -> Refusal:
    return Refusal(404, 10013, "Unknown User")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def unknown_command() -> Refusal:
    return Refusal(404, 10063, "Unknown application command")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def not_your_message() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def closed_directs() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def expired_token() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


class FormFaults:
    """Collects the errors in a body by path, and refuses the body with all of them at once."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse_if_any(self) -> None:
        if self._errors:
            raise Refusal(400, 50035, "Invalid Form Body", self._errors)


def invalid_form(path: tuple[str | int, ...], code: str, message: str) -> Refusal:
    """The refusal of a body with a single error."""
    faults = FormFaults()
    faults.add(path, code, message)
    return Refusal(400, 50035, "Invalid Form Body", faults._errors)


def error_lines(errors: Json, path: str = "") -> list[str]:
    """Nested form errors as lines: `embeds.0.title: Must be 256 or fewer in length.`"""
    lines = []
    for key, value in errors.items():
        if key == "_errors":
            lines += [f"{path or 'body'}: {error['message']}" for error in value]
        else:
            lines += error_lines(value, f"{path}.{key}" if path else key)
    return lines
