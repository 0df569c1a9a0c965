"""The variables' names, as operators write them."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import AliasChoices, ValidationError
from pydantic.fields import FieldInfo

from bossbot.settings.values import PREFIX


def name_of(field: str, fields: Mapping[str, FieldInfo]) -> str:
    """The variable of a field, in its shortest form."""
    alias = fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[-1])
    return PREFIX + field.upper()


def explained(error: ValidationError, fields: Mapping[str, FieldInfo]) -> str:
    """Each wrong variable with what is expected of it, by its description if any."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        field = str(problem["loc"][0]).removeprefix(PREFIX).lower()
        name = name_of(field, fields) if field in fields else field.upper()
        wanted = fields[field].description if field in fields else None
        said = f"should be {wanted}" if wanted else problem["msg"]
        lines.append(f"{name}: {said}")
    return "; ".join(lines)
