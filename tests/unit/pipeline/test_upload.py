"""The protocol of the upload stage, whatever it posts to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bossbot.errors import (
    DiscordError,
    DiscordRefusedError,
    FileTooLargeError,
    NetworkError,
)
from bossbot.models import (
    Delivery,
    DownloadRecord,
    ErrorRecord,
    Limits,
    MediaFile,
    StageTimes,
    State,
    Variant,
)
from bossbot.pipeline.ports import Outcome, Stale
from bossbot.pipeline.posting import RECOGNISED
from bossbot.pipeline.upload import upload
from tests.world.requests import LIMITS
from tests.world.uploads import PostLedger, a_job, directory_delivery, write_files

pytestmark = pytest.mark.unit


class Place:
    """Notes what is posted; fails and answers as a test orders."""

    def __init__(self, ledger: PostLedger) -> None:
        self.ledger = ledger
        self.failures: list[Exception] = []
        self.found: tuple[str, ...] | None = ()
        self.posted: list[tuple[int, int]] = []
        self.sizes: dict[int, list[int]] = {}

    async def find(
        self, record: DownloadRecord, delivery: Delivery, batch: int, since: float
    ) -> tuple[str, ...] | None:
        self.ledger.calls.append(f"find {batch}")
        return self.found

    async def post(
        self,
        record: DownloadRecord,
        delivery: Delivery,
        batch: int,
        files: Sequence[tuple[Path, MediaFile]],
    ) -> tuple[str, ...]:
        self.ledger.calls.append(f"post {batch}")
        if self.failures:
            raise self.failures.pop(0)
        self.posted.append((delivery.number, batch))
        self.sizes[delivery.number] = [file.size for _, file in files]
        return (f"message {batch}",)


class Stage:
    def __init__(self, directory: Path, count: int = 1, deliveries: int = 1) -> None:
        self.directory = directory
        self.ledger = PostLedger()
        self.place = Place(self.ledger)
        self.files = write_files(directory, [1] * count)
        one = directory_delivery(directory)
        self.deliveries = [
            one.model_copy(update={"number": number}) for number in range(deliveries)
        ]

    async def run(self, **changes: Any) -> Outcome:
        """Run the stage; `changes` are to the record."""
        job = a_job(self.ledger, self.directory, self.files, *self.deliveries)
        job = replace(job, record=job.record.model_copy(update=changes))
        return await upload(
            job,
            ledger=self.ledger,  # type: ignore[arg-type]
            posters={"directory": self.place},
        )

    def give(self, number: int, **changes: Any) -> None:
        """Change a delivery."""
        self.deliveries[number] = self.deliveries[number].model_copy(update=changes)

    def limit(self, number: int, video: int) -> Limits:
        """Give a delivery's requester another limit."""
        limits = LIMITS.within(video)
        before = self.deliveries[number].request
        self.give(number, request=before.model_copy(update={"limits": limits}))
        return limits


async def test_intent_permit_post_proof(tmp_path: Path) -> None:
    """In that order, batch after batch; the permit right before the post."""
    stage = Stage(tmp_path, count=12)
    await stage.run()
    assert stage.ledger.calls == [
        *("intend 0.0.0", "permit", "post 0", "record 0.0.0"),
        *("intend 0.0.1", "permit", "post 1", "record 0.0.1"),
    ]


async def test_who_lost_the_token_posts_nothing(tmp_path: Path) -> None:
    """A zombie stops before the effect."""
    stage = Stage(tmp_path)
    stage.ledger.stale = True
    with pytest.raises(Stale):
        await stage.run()
    assert not stage.place.posted


async def test_a_repeat_looks_first(tmp_path: Path) -> None:
    """What is found is proven without another post."""
    stage = Stage(tmp_path)
    stage.place.failures = [NetworkError()]
    with pytest.raises(NetworkError):
        await stage.run()
    stage.ledger.calls.clear()
    stage.place.found = ("message 7",)
    await stage.run()
    assert stage.ledger.calls == ["find 0", "record 0.0.0"]
    assert stage.ledger.posts["0.0.0"].messages == ("message 7",)


async def test_only_a_young_intent_is_posted_again_blindly(tmp_path: Path) -> None:
    """Age by the ledger's clock decides where nobody can tell."""
    stage = Stage(tmp_path)
    stage.ledger.clock = lambda: 1000.0
    stage.place.failures = [NetworkError(), NetworkError()]
    stage.place.found = None
    with pytest.raises(NetworkError):
        await stage.run()
    stage.ledger.clock = lambda: 1000.0 + RECOGNISED - 60
    with pytest.raises(NetworkError):
        await stage.run()
    assert stage.ledger.posts["0.0.0"].at == 1000.0
    stage.ledger.clock = lambda: 1000.0 + RECOGNISED
    with pytest.raises(DiscordRefusedError):
        await stage.run()
    assert not stage.place.posted


async def test_one_delivery_does_not_spoil_another(tmp_path: Path) -> None:
    """Everyone gets theirs; what may still heal decides whether to try again."""
    stage = Stage(tmp_path, deliveries=3)
    stage.place.failures = [DiscordRefusedError(status=403), DiscordError(status=503)]
    with pytest.raises(DiscordError) as caught:
        await stage.run()
    assert not caught.value.permanent
    assert stage.place.posted == [(2, 0)]


async def test_the_rest_is_posted_by_the_next_try(tmp_path: Path) -> None:
    """Batches that stand are not touched again."""
    stage = Stage(tmp_path, count=25)
    await stage.run()
    before = list(stage.place.posted)
    await stage.run()
    assert stage.place.posted == before == [(0, 0), (0, 1), (0, 2)]


async def test_files_of_other_sizes_keep_their_places(tmp_path: Path) -> None:
    """What came in one message comes in none again, though it would need two now."""
    stage = Stage(tmp_path, count=3)
    await stage.run()
    stage.files = tuple(
        file.model_copy(update={"size": 20 * 1024**2}) for file in stage.files
    )
    await stage.run()
    assert stage.place.posted == [(0, 0)]


async def test_what_fails_for_good_fails_alone(tmp_path: Path) -> None:
    """The stage ends well, and says for whom it didn't."""
    stage = Stage(tmp_path, deliveries=3)
    refused = DiscordRefusedError(status=403)
    stage.place.failures = [refused]
    outcome = await stage.run()
    assert outcome.failed == {0: refused}
    assert stage.place.posted == [(1, 0), (2, 0)]


async def test_where_nobody_has_theirs_the_stage_fails(tmp_path: Path) -> None:
    """With the first one's error."""
    stage = Stage(tmp_path, deliveries=2)
    first = DiscordRefusedError(status=403)
    stage.place.failures = [first, DiscordRefusedError(status=404)]
    with pytest.raises(DiscordRefusedError) as caught:
        await stage.run()
    assert caught.value is first


async def test_who_joined_later_fails_alone(tmp_path: Path) -> None:
    """What an earlier upload delivered stands; only who is owed is posted to."""
    stage = Stage(tmp_path, deliveries=2)
    stage.give(0, state=State.COMPLETED)
    refused = DiscordRefusedError(status=403)
    stage.place.failures = [refused]
    outcome = await stage.run()
    assert outcome.failed == {1: refused}
    assert stage.ledger.calls[0] == "intend 1.0.0"


async def test_one_that_stays_away_is_given_up_alone(tmp_path: Path) -> None:
    """After its last attempt the others' end doesn't depend on it."""
    stage = Stage(tmp_path, deliveries=2)
    away = NetworkError()
    stage.place.failures = [away]
    outcome = await stage.run(stages={"upload": StageTimes(retries=1000)})
    assert outcome.failed == {0: away}
    assert stage.place.posted == [(1, 0)]


async def test_everyone_gets_what_fits_them(tmp_path: Path) -> None:
    """A variant for each limit; where none could be made, its error is theirs."""
    stage = Stage(tmp_path, count=2, deliveries=3)
    small, tiny = stage.limit(1, 1000), stage.limit(2, 10)
    smaller = stage.files[0].model_copy(update={"size": 7})
    variants = (
        Variant(limits=LIMITS, files=stage.files),
        Variant(limits=small, files=(smaller,)),
        Variant(
            limits=tiny,
            files=(),
            error=ErrorRecord(code="file_too_large", permanent=True, data={"size": 9}),
        ),
    )
    outcome = await stage.run(variants=variants)
    assert stage.place.sizes == {0: [1, 1], 1: [7]}
    assert list(outcome.failed) == [2]
    assert isinstance(outcome.failed[2], FileTooLargeError)
    assert outcome.failed[2].data == {"size": 9}
