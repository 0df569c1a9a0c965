"""The sites as they are played back: every link becomes what the table says.

`UPDATE_DOCS=1 uv run pytest tests/integration/fetching/test_played.py` writes the table
of `docs/sources.md` anew; with `-k twitter` only the rows of a platform.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

import av
import pytest

from bossbot.errors import BossBotError
from bossbot.media.types import id3_length, sniff
from tests.world.fetch_stage import Stage
from tests.world.played import Case, all_cases, table

pytestmark = pytest.mark.integration

CASES: Final = all_cases()
_found: Final[dict[str, str]] = {}


@pytest.fixture(scope="module", autouse=True)
def _table() -> object:
    """Writes what was found, when asked to."""
    yield
    if table.UPDATES:
        rows = {table.key(row): row for row in (*table.rows(), *_found.values())}
        keys = [table.key(table.row(case, "")) for case in CASES]
        table.write([rows[key] for key in keys if key in rows])


@pytest.mark.parametrize("case", CASES, ids=[case.key for case in CASES])
async def test_it_becomes_what_the_table_says(
    case: Case, stage: Stage, tmp_path: Path
) -> None:
    """Files of the right kind by the right tool, or the right error."""
    if case.cookies is not None:
        cookies = tmp_path / "cookies"
        cookies.mkdir()
        (cookies / f"{case.platform}.txt").write_text(case.cookies)
        stage.settings = stage.settings.model_copy(update={"cookies_dir": cookies})
    result = await _result(case, stage)
    _found[case.key] = table.row(case, result)
    if not table.UPDATES:
        assert _found[case.key] in table.rows()


async def _result(case: Case, stage: Stage) -> str:
    try:
        outcome = await stage.fetch(case.url, case.platform, **case.how)
    except BossBotError as error:
        return _refusal(case, error)
    files = stage.read(outcome)
    kinds = [_kind(data) for data in files]
    skipped = [one.code for one in outcome.skipped]
    assert case.error is None, f"fetched {kinds}"
    assert (outcome.tool, tuple(kinds)) == (case.tool, case.kinds)
    assert tuple(skipped) == case.skipped
    if case.check is not None:
        case.check(outcome, files)
    return table.fetched(outcome.tool, kinds, skipped)


def _refusal(case: Case, error: BossBotError) -> str:
    assert error.code == case.error, error
    assert {**error.data, **case.data} == error.data
    if case.retry_after is not None:
        assert error.retry_after == case.retry_after
    return table.refused(error.code, error.data.get("reason"), error.retry_after)


def _kind(data: bytes) -> str:
    if sniff(data[id3_length(data) :]).family == "image":
        return "image"
    with av.open(BytesIO(data)) as container:
        return "video" if container.streams.video else "audio"


def test_the_table_has_no_other_rows() -> None:
    """What is no longer played back is no longer told of."""
    if not table.UPDATES:
        keys = [table.key(table.row(case, "")) for case in CASES]
        assert [table.key(row) for row in table.rows()] == keys
