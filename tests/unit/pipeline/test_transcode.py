"""The transcode stage: one conversion for each different limit, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bossbot.errors import (
    FileTooLargeError,
    InvalidFileError,
    PermissionDeniedError,
)
from bossbot.models import Delivery, DiscordTarget, Metadata, State
from tests.world.requests import a_request
from tests.world.transcodes import BROKEN, ENDLESS, MB, Transcoding

pytestmark = pytest.mark.unit

# A second of video that fits into so many bytes:
LARGE, MIDDLE, SMALL = 40_000, 20_000, 12_000
TINY = 100


@pytest.fixture
def download(tmp_path: Path) -> Transcoding:
    """A download of one video of 30,000 bytes."""
    download = Transcoding(tmp_path)
    download.fetched(b"v" * 30_000)
    return download


async def test_one_limit_needs_no_variant(download: Transcoding) -> None:
    """For one requester, and for several who may have the same."""
    download.asked_by(LARGE, LARGE)
    outcome = await download.run()
    assert outcome.variants == ()
    assert download.media.made == [("a.mp4", "001.mp4")]
    assert download.sizes_for(0) == download.sizes_for(1) == [30_000]


async def test_what_fits_a_smaller_limit_is_shared(download: Transcoding) -> None:
    """It is converted once, however many limits it fits."""
    download.asked_by(50_000, LARGE, 60_000)
    await download.run()
    assert len(download.media.made) == 1
    assert len(download.record.variants) == 3
    assert [download.sizes_for(n) for n in range(3)] == [[30_000]] * 3


async def test_each_different_limit_is_met_from_the_source(
    download: Transcoding,
) -> None:
    """Under names of their own, the largest first; equal limits share."""
    download.asked_by(SMALL, LARGE, MIDDLE, SMALL)
    outcome = await download.run()
    sources, results = zip(*download.media.made, strict=True)
    assert set(sources) == {"a.mp4"}
    assert len(set(results)) == 3
    assert [download.sizes_for(n) for n in range(4)] == [
        [SMALL],
        [30_000],
        [MIDDLE],
        [SMALL],
    ]
    assert outcome.files == download.record.files_for(download.record.deliveries[0])


async def test_only_the_files_that_do_not_fit_are_made_again(
    download: Transcoding,
) -> None:
    """Of an album the small ones are shared."""
    download.fetched(b"v" * 1000, b"w" * 30_000, b"x" * 1000)
    download.asked_by(LARGE, SMALL)
    await download.run()
    assert [source for source, _ in download.media.made] == [
        *("a.mp4", "b.mp4", "c.mp4"),
        "b.mp4",
    ]
    assert download.sizes_for(1) == [1000, SMALL, 1000]


async def test_who_joins_with_the_same_limits_costs_nothing(
    download: Transcoding,
) -> None:
    """What was made for the others serves."""
    download.asked_by(LARGE)
    before = await download.run()
    download.joined_by(LARGE)
    outcome = await download.run()
    assert len(download.media.made) == 1
    assert (outcome.files, outcome.variants) == (before.files, ())


@pytest.mark.parametrize("first", [(LARGE,), (LARGE, MIDDLE)])
async def test_who_joins_with_other_limits_gets_only_these(
    first: tuple[int, ...], download: Transcoding
) -> None:
    """From the source; who has theirs goes on seeing what they got."""
    download.asked_by(*first)
    await download.run()
    before = [download.sizes_for(n) for n in range(len(first))]
    download.media.made.clear()
    download.joined_by(SMALL)
    await download.run()
    [(source, result)] = download.media.made
    assert source == "a.mp4"
    assert result != "001.mp4"
    assert download.sizes_for(len(first)) == [SMALL]
    assert [download.sizes_for(n) for n in range(len(first))] == before
    assert download.record.files[0].path == "output/001.mp4"


async def test_of_an_album_each_file_has_results_of_its_own(
    download: Transcoding,
) -> None:
    """Whoever joins, and whatever was left out before."""
    download.fetched(BROKEN, b"v" * 30_000, b"w" * 30_000)
    download.asked_by(LARGE)
    await download.run()
    for number, limit in enumerate((MIDDLE, SMALL), start=1):
        download.joined_by(limit)
        await download.run()
        files = download.record.files_for(download.record.deliveries[number])
        contents = [(download.directory / file.path).read_bytes() for file in files]
        assert contents == [b"v" * limit, b"w" * limit]


async def test_who_joins_with_a_larger_limit_gets_more(download: Transcoding) -> None:
    """What was made smaller for the others is not given to who may have more."""
    download.asked_by(SMALL)
    await download.run()
    download.joined_by(LARGE)
    await download.run()
    assert download.sizes_for(1) == [30_000]
    assert download.sizes_for(0) == [SMALL]


async def test_a_result_that_is_gone_is_made_again(download: Transcoding) -> None:
    """The disk is asked, not the record alone."""
    download.asked_by(LARGE, SMALL)
    await download.run()
    small = download.record.files_for(download.record.deliveries[1])[0]
    (download.directory / small.path).unlink()
    await download.run()
    assert download.sizes_for(1) == [SMALL]
    assert len(download.media.made) == 3


async def test_without_its_notes_it_starts_from_its_results(
    download: Transcoding,
) -> None:
    """They are lost after a crash of the machine: the results are all there is."""
    download.asked_by(LARGE)
    await download.run()
    (download.directory / "made.json").write_bytes(b"")
    download.joined_by(SMALL)
    await download.run()
    assert download.media.made[-1][0] == "001.mp4"
    assert download.sizes_for(1) == [SMALL]


async def test_fetched_anew_everything_is_made_anew(download: Transcoding) -> None:
    """Variants of the files that were there before are not taken for these."""
    download.asked_by(LARGE, SMALL)
    await download.run()
    download.fetched(b"n" * 30_000)
    await download.run()
    assert len(download.media.made) == 4
    small = download.record.files_for(download.record.deliveries[1])[0]
    assert (download.directory / small.path).read_bytes() == b"n" * SMALL


async def test_one_limit_that_nothing_meets_fails_alone(download: Transcoding) -> None:
    """Its variant says why; the others have their files."""
    download.asked_by(TINY, LARGE)
    outcome = await download.run()
    assert download.sizes_for(1) == [30_000]
    (empty,) = [one for one in outcome.variants or () if not one.files]
    assert empty.limits == download.record.deliveries[0].request.posted_limits
    assert empty.error is not None
    assert empty.error.code == "file_too_large"
    assert outcome.files == download.record.files_for(download.record.deliveries[1])
    assert outcome.skipped == ()


async def test_who_joins_and_cannot_be_served_spoils_nothing(
    download: Transcoding,
) -> None:
    """The others have theirs: the stage ends well."""
    download.asked_by(LARGE)
    await download.run()
    download.joined_by(TINY)
    outcome = await download.run()
    assert download.sizes_for(0) == [30_000]
    assert [bool(one.error) for one in outcome.variants or ()] == [True, False]


async def test_where_nobody_can_be_served_the_stage_fails(
    download: Transcoding,
) -> None:
    """With the first requester's error."""
    download.fetched(ENDLESS * 450_000)
    download.asked_by(MB, 2 * MB)
    with pytest.raises(FileTooLargeError) as caught:
        await download.run()
    assert caught.value.data["max_mb"] == 1
    download.fetched(BROKEN)
    with pytest.raises(InvalidFileError, match="damaged"):
        await download.run()


async def test_what_is_left_out_for_all_is_told_once(download: Transcoding) -> None:
    """A broken file isn't tried for each limit; a large one is some limits' own.

    Neither is tried again for a lower limit, or for who joins.
    """
    download.fetched(b"v" * 1000, BROKEN, ENDLESS * 3000)
    download.asked_by(LARGE, SMALL)
    outcome = await download.run()
    assert [type(error) for error in outcome.skipped] == [InvalidFileError]
    assert download.sizes_for(0) == [1000, 21_000]
    assert download.sizes_for(1) == [1000]
    errors = {one.limits.video: one.error for one in outcome.variants or ()}
    assert errors[LARGE] is None
    assert errors[SMALL] is not None
    download.asked_by(LARGE, SMALL, TINY * 20)
    download.fetched(b"v" * 1000, BROKEN, ENDLESS * 3000)
    download.media.looked.clear()
    await download.run()
    assert download.media.looked.count("b.mp4") == 1
    assert download.media.looked.count("c.mp4") == 2
    download.media.looked.clear()
    download.joined_by(SMALL)
    await download.run()
    assert not download.media.looked
    assert download.sizes_for(3) == [1000]


async def test_what_came_from_storage_is_used_as_it_is(download: Transcoding) -> None:
    """Where it fits, whatever the limit; for less it is what conversions start from."""
    kept = download.put("output", 0, b"k" * 30_000)
    download.change(files=(kept,), ready=True)
    download.asked_by(LARGE, 50_000)
    outcome = await download.run()
    assert not download.media.made
    assert outcome.files == (kept,)
    download.joined_by(SMALL)
    await download.run()
    [(source, _)] = download.media.made
    assert source == "a.mp4"
    assert download.sizes_for(2) == [SMALL]
    assert (download.directory / kept.path).read_bytes() == b"k" * 30_000


async def test_who_left_is_not_converted_for(download: Transcoding) -> None:
    """Only those who still wait."""
    download.asked_by(LARGE, SMALL)
    left, stays = download.record.deliveries
    gone = left.model_copy(update={"state": State.CANCELLED})
    download.change(deliveries=(gone, stays))
    outcome = await download.run()
    assert len(download.media.made) == 1
    assert outcome.variants == ()
    assert download.sizes_for(1) == [SMALL]


def _into(download: Transcoding, *restricted: bool) -> None:
    """Ask for it in channels; which of them are for adults alone."""
    for number, adults in enumerate(restricted):
        target = DiscordTarget(
            channel_id="2", upload_limit=LARGE, age_restricted=adults
        )
        one = Delivery(number=number, request=a_request(target=target))
        others = download.record.deliveries[:number]
        download.change(deliveries=(*others, one))
    download.change(metadata=Metadata(age_restricted=True))


async def test_who_joined_for_adult_media_gets_none(download: Transcoding) -> None:
    """Where their channel is not for it; for nobody else anything is made."""
    _into(download, True, False)
    outcome = await download.run()
    assert [error.data for error in outcome.failed.values()] == [
        {"reason": "age_restricted"}
    ]
    assert set(outcome.failed) == {1}
    assert len(download.media.made) == 1


async def test_for_nobody_nothing_is_made(download: Transcoding) -> None:
    """Nobody who waits may have it."""
    _into(download, False)
    with pytest.raises(PermissionDeniedError):
        await download.run()
    assert not download.media.made
