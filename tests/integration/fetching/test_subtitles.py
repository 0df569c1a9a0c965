"""Subtitles come along with a video, and never in its way."""

from __future__ import annotations

import pytest

from bossbot.models import Subtitles
from bossbot.pipeline.ports import Outcome
from tests.world import media
from tests.world.fetch_stage import Stage
from tests.world.siteplayer.sites import subtitles as site
from tests.world.siteplayer.sites import youtube

pytestmark = pytest.mark.integration


def found(outcome: Outcome) -> tuple[Subtitles, ...]:
    assert outcome.metadata is not None
    assert len(outcome.files or ()) == 1
    return outcome.metadata.subtitles


def texts(stage: Stage, outcome: Outcome) -> dict[str, str]:
    return {
        one.language: (stage.directory / one.path).read_text() for one in found(outcome)
    }


async def test_the_tracks_of_a_page(stage: Stage) -> None:
    """Beside the media, with their language and size; the media is as without."""
    outcome = await stage.fetch(site.page("de=/words/de.vtt"))
    (one,) = found(outcome)
    assert one.path.startswith("source/")
    assert (one.language, one.automatic) == ("de", False)
    assert one.size == len(site.words("de").encode())
    assert texts(stage, outcome) == {"de": site.words("de")}
    clip = media.made("clip.mp4", media.h264_mp4).read_bytes()
    assert stage.read(outcome) == [clip]


@pytest.mark.parametrize(
    ("link", "language", "automatic"),
    [(youtube.SUBTITLED, "de", False), (youtube.HEARD, "de", True)],
)
async def test_those_of_youtube(
    stage: Stage, link: str, language: str, automatic: bool
) -> None:
    """Written ones, whatever was heard; what was heard, as it was spoken."""
    outcome = await stage.fetch(link, "youtube")
    (one,) = found(outcome)
    assert (one.language, one.automatic) == (language, automatic)
    assert f"in {language}\n" in texts(stage, outcome)[language]


async def test_not_all_languages(stage: Stage) -> None:
    """English, where nobody knows which is the video's own."""
    tracks = [f"{one}=/words/{one}.vtt" for one in ("fr", "de", "en-GB", "en", "it")]
    assert set(texts(stage, await stage.fetch(site.page(*tracks)))) == {"en-GB"}


async def test_subrip(stage: Stage) -> None:
    """The other form, kept as it is."""
    outcome = await stage.fetch(site.page("en=/bad/subrip.srt"))
    (one,) = found(outcome)
    assert one.path.endswith(".srt")
    assert (stage.directory / one.path).read_bytes() == site.SUBRIP.encode()


async def test_those_of_a_stream(stage: Stage) -> None:
    """They come in pieces, and are put together."""
    (one,) = found(outcome := await stage.fetch(site.STREAM))
    text = texts(stage, outcome)["de"]
    assert (one.language, one.path[-4:]) == ("de", ".vtt")
    assert text.startswith("WEBVTT")
    assert text.index("Der Hafen") < text.index("Ein Boot")


@pytest.mark.parametrize(
    "name",
    ["page", "binary", "latin", "nothing", "large", "gone"],
)
async def test_what_is_none_is_left_out(stage: Stage, name: str) -> None:
    """The video comes all the same, and nothing of it lies about."""
    outcome = await stage.fetch(site.page(f"en=/bad/{name}.vtt"))
    assert found(outcome) == ()
    assert not list(stage.directory.rglob("*.vtt"))


async def test_an_endless_one(stage: Stage) -> None:
    """A byte now and then keeps nobody waiting for longer than the media may take."""
    stage.deadline = 8.0
    outcome = await stage.fetch(site.page("en=/bad/drip.vtt"))
    assert found(outcome) == ()
