"""Instagram, with an account and without."""

from __future__ import annotations

from typing import Final

from bossbot.pipeline.ports import Outcome
from tests.world import media
from tests.world.played.case import Case
from tests.world.siteplayer.sites import files
from tests.world.siteplayer.sites import instagram as site
from tests.world.siteplayer.sites.instagram import post


def _told(outcome: Outcome, _files: list[bytes]) -> None:
    assert outcome.private
    assert outcome.metadata is not None
    assert outcome.metadata.author == "Harbour"
    assert outcome.metadata.text == "One harbour #sea"


def _in_order(outcome: Outcome, bodies: list[bytes]) -> None:
    assert outcome.private
    names = ("gps.jpg", "clip.mp4", "photo.jpg")
    assert bodies == [media.made(n, files.MAKERS[n]).read_bytes() for n in names]


def _public(outcome: Outcome, _files: list[bytes]) -> None:
    assert not outcome.private


CASES: Final = (
    Case(
        platform="instagram",
        name="picture, with cookies",
        url=post("CPicture001"),
        tool="gallery-dl",
        kinds=("image",),
        cookies=site.COOKIES,
        check=_told,
    ),
    Case(
        platform="instagram",
        name="carousel, with cookies",
        url=post("CCarousel01"),
        tool="gallery-dl",
        kinds=("image", "video", "image"),
        cookies=site.COOKIES,
        check=_in_order,
    ),
    Case(
        platform="instagram",
        name="carousel by a mirror, with cookies",
        url=post("CCarousel01").replace("www.", "dd"),
        tool="gallery-dl",
        kinds=("image", "video", "image"),
        cookies=site.COOKIES,
        check=_in_order,
    ),
    Case(
        platform="instagram",
        name="reel, with cookies",
        url=post("CReel000001", "reel"),
        tool="gallery-dl",
        kinds=("video",),
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="share link of a reel, with cookies",
        url="https://www.instagram.com/share/reel/BAbCdEfGhI",
        tool="gallery-dl",
        kinds=("video",),
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="profile, with cookies",
        url="https://www.instagram.com/harbour_watch/",
        tool="gallery-dl",
        kinds=("image",) * 10,
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="picture, its own link",
        url=site.PICTURE_LINK,
        tool="gallery-dl",
        kinds=("image",),
        check=_public,
    ),
    Case(
        platform="instagram",
        name="reel, without cookies",
        url=post("CReel000001", "reel"),
        tool="yt-dlp",
        kinds=("video",),
        check=_public,
    ),
    Case(
        platform="instagram",
        name="picture, without cookies",
        url=post("CPicture001"),
        error="login_required",
    ),
    Case(
        platform="instagram",
        name="reel, Instagram lets nobody in without an account",
        url=post("CWalled0001", "reel"),
        error="login_required",
    ),
    Case(
        platform="instagram",
        name="post, Instagram wants an account and some minutes",
        url=post("CTired00001"),
        error="login_required",
    ),
    Case(
        platform="instagram",
        name="reel for adults, without cookies",
        url=post("CAdults0001", "reel"),
        error="login_required",
    ),
    Case(
        platform="instagram",
        name="profile, without cookies",
        url="https://www.instagram.com/harbour_watch/",
        error="login_required",
    ),
    Case(
        platform="instagram",
        name="reel, with cookies of an ended session",
        url=post("CReel000001", "reel"),
        tool="yt-dlp",
        kinds=("video",),
        cookies=site.STALE_COOKIES,
    ),
    Case(
        platform="instagram",
        name="picture, with cookies of an ended session",
        url=post("CPicture001"),
        error="login_required",
        cookies=site.STALE_COOKIES,
    ),
    Case(
        platform="instagram",
        name="picture, the account has to prove itself",
        url=post("CChallenge1"),
        error="login_required",
        data={"reason": "challenge"},
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="rate limit",
        url=post("CLimited001"),
        error="rate_limit",
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="gone",
        url=post("CGone000001"),
        error="not_found",
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="gone, said with another status",
        url=post("CGone000002"),
        error="not_found",
        cookies=site.COOKIES,
    ),
    Case(
        platform="instagram",
        name="an answer that nobody understands",
        url=post("COdd0000001"),
        error="unknown",
        cookies=site.COOKIES,
    ),
)
