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
    Metadata,
    StageTimes,
    State,
    Variant,
)
from bossbot.pipeline.ports import Outcome, Stale
from bossbot.pipeline.posting import RECOGNISED
from bossbot.pipeline.upload import upload
from tests.world.requests import LIMITS, MB
from tests.world.uploads import (
    PostLedger,
    a_job,
    directory_delivery,
    discord_delivery,
    write_files,
)

pytestmark = pytest.mark.unit


class Place:
    """Notes what is posted; fails and answers as a test orders."""

    def __init__(self, ledger: PostLedger) -> None:
        self.ledger = ledger
        self.failures: list[Exception] = []
        self.found: tuple[str, ...] | None = ()
        self.posted: list[tuple[int, int]] = []
        self.sizes: dict[int, list[int]] = {}
        self.takes: int | None = None

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
        if self.takes is not None and sum(file.size for _, file in files) > self.takes:
            raise FileTooLargeError.of(limit=self.takes)
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
            posters={"directory": self.place, "discord": self.place},
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


async def test_a_refused_batch_is_posted_in_smaller_ones(tmp_path: Path) -> None:
    """Half of it first, under the same number; what follows is as small from then on.

    None is looked for in between: what was refused is certainly not there.
    """
    stage = Stage(tmp_path, count=9)
    stage.place.takes = 3
    await stage.run()
    assert [call for call in stage.ledger.calls if call != "permit"] == [
        *("intend 0.0.0", "post 0", "intend 0.0.0", "post 0", "intend 0.0.0", "post 0"),
        "record 0.0.0",
        *("intend 0.0.1", "post 1", "record 0.0.1"),
        *("intend 0.0.2", "post 2", "record 0.0.2"),
        *("intend 0.0.3", "post 3", "record 0.0.3"),
        *("intend 0.0.4", "post 4", "record 0.0.4"),
    ]
    counts = [post.files for post in stage.ledger.posts.values()]
    assert counts == [2, 2, 2, 2, 1]
    assert [post.bytes for post in stage.ledger.posts.values()] == counts


async def test_killed_between_a_refusal_and_the_smaller_post(tmp_path: Path) -> None:
    """The next try posts the rest, each file once, in the batches that were begun."""
    stage = Stage(tmp_path, count=9)
    stage.place.takes = 3
    stage.place.failures = [FileTooLargeError.of(limit=3), NetworkError()]
    with pytest.raises(NetworkError):
        await stage.run()
    assert stage.ledger.posts["0.0.0"].files == 4
    await stage.run()
    counts = [post.files or 0 for post in stage.ledger.posts.values()]
    assert sum(counts) == 9
    assert all(post.messages for post in stage.ledger.posts.values())


async def test_a_single_refused_file_lowers_the_servers_limit(tmp_path: Path) -> None:
    """Its delivery fails for good, and tells what Discord would have taken."""
    stage = Stage(tmp_path)
    stage.files = (stage.files[0].model_copy(update={"size": 30 * MB}),)
    stage.deliveries = [discord_delivery("2", "3", "4")]
    stage.place.takes = 20 * MB
    with pytest.raises(FileTooLargeError) as caught:
        await stage.run()
    assert caught.value.data["limit"] == 25 * MB
    assert caught.value.data["refused_by"] == "discord"
    assert stage.ledger.limits == {"1": 25 * MB}


async def test_a_directory_teaches_nothing(tmp_path: Path) -> None:
    """Whatever it says of a file."""
    stage = Stage(tmp_path)
    stage.place.takes = 0
    with pytest.raises(FileTooLargeError) as caught:
        await stage.run()
    assert caught.value.data == {"max_mb": 0}
    assert stage.ledger.limits == {}


async def test_adult_media_stays_where_it_belongs(tmp_path: Path) -> None:
    """A channel that isn't age-restricted gets nothing; others get theirs."""
    stage = Stage(tmp_path, deliveries=2)
    everywhere = discord_delivery("2", "3", "4", number=1)
    stage.deliveries = [stage.deliveries[0], everywhere]
    outcome = await stage.run(metadata=Metadata(age_restricted=True))
    assert stage.place.posted == [(0, 0)]
    assert outcome.failed[1].data == {"reason": "age_restricted"}
    target = everywhere.request.target.model_copy(update={"age_restricted": True})
    request = everywhere.request.model_copy(update={"target": target})
    stage.deliveries = [everywhere.model_copy(update={"request": request})]
    stage.place.posted.clear()
    await stage.run(metadata=Metadata(age_restricted=True))
    assert stage.place.posted == [(1, 0)]
