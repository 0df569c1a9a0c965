"""Settings as they are kept: a hash a user or server, a field each, values as JSON.

What is unknown or invalid there (another version wrote it) counts as not set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from bossbot.models import Permission, RoleSettings, ServerSettings, UserSettings, Value

ROLE = "role"


def user_settings(fields: Mapping[str, str]) -> UserSettings:
    """A user's settings from their hash."""
    return _valid(UserSettings, _parsed(fields))


def server_settings(fields: Mapping[str, str]) -> ServerSettings:
    """A server's settings from its hash; a role's fields are `role:{id}:{what}`."""
    values = _parsed(fields)
    roles: dict[str, dict[str, object]] = {}
    for name, value in values.items():
        match name.split(":"):
            case [kind, role, what] if kind == ROLE:
                roles.setdefault(role, {})[what] = value
    told = {role: settings for role, what in roles.items() if (settings := _role(what))}
    own = {name: value for name, value in values.items() if name != "roles"}
    return _valid(ServerSettings, own).model_copy(update={"roles": told})


def as_field(value: object) -> str:
    """A value as it stands in a hash."""
    return json.dumps(value, separators=(",", ":"))


def role_field(role: str, what: str) -> str:
    """The name of what is set of a role."""
    return f"{ROLE}:{role}:{what}"


def fields_of(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Which of the known fields go when this is reset: itself, and all below it."""
    return tuple(
        field for field in known if field == name or field.startswith(f"{name}:")
    )


def _role(values: Mapping[str, object]) -> RoleSettings | None:
    permissions = {
        permission: value
        for permission in Permission
        if isinstance(value := values.get(permission.value), bool)
    }
    own = {name: value for name, value in values.items() if name != "permissions"}
    found = _valid(RoleSettings, own).model_copy(update={"permissions": permissions})
    return found if found != RoleSettings() else None


def _parsed(fields: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, text in fields.items():
        try:
            found[name] = json.loads(text)
        except ValueError:
            continue
    return found


def _valid[T: Value](model: type[T], values: Mapping[str, object]) -> T:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        bad = {str(problem["loc"][0]) for problem in error.errors(include_url=False)}
    left = {name: value for name, value in values.items() if name not in bad}
    return model.model_validate(left)
