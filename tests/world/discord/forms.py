"""Reading what a request brings: JSON, or JSON beside files."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from aiohttp import BodyPartReader, web

from tests.world.discord.ids import snowflake
from tests.world.discord.messages import Attachment


async def form(
    request: web.Request, base: str
) -> tuple[dict[str, Any], list[Attachment]]:
    """The body and the files, with what the body says of them.

    Args:
        request: What came.
        base: Where this server is found, for the files' addresses.
    """
    if not request.content_type.startswith("multipart/"):
        return json.loads(await request.read() or b"{}"), []
    body: dict[str, Any] = {}
    files: dict[int, Attachment] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            number = re.search(r"\d+", part.name or "")
            name = part.filename or "file"
            index = int(number[0]) if number else len(files)
            files[index] = _store(base, name, await part.read())
    message = body.get("data") if "type" in body else body
    told = (message or {}).get("attachments") or ()
    said = {str(one["id"]): one.get("description") for one in told}
    return body, [
        replace(file, description=said.get(str(index)))
        for index, file in sorted(files.items())
    ]


def _store(base: str, name: str, data: bytes | bytearray) -> Attachment:
    number = snowflake()
    return Attachment(
        filename=name,
        data=bytes(data),
        sha256=hashlib.sha256(data).hexdigest(),
        url=f"{base}/attachments/{number}/{name}",
        id=number,
    )
