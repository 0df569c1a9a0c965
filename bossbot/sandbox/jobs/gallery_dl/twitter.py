"""X's answers, put right before gallery-dl's extractor reads them.

It takes the largest variant of a video, knows one layout of users, and says that a
post is unavailable whatever reason X gives.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any

from bossbot.errors import NetworkError
from bossbot.sandbox.jobs.fetching.params import FetchParams
from bossbot.sandbox.jobs.gallery_dl import twitter_answers
from bossbot.sandbox.jobs.gallery_dl.album import Album, Complaint
from bossbot.sandbox.jobs.gallery_dl.choice import pick
from bossbot.sandbox.jobs.gallery_dl.json_objects import objects


def adapt(extractor: Any, album: Album) -> None:
    """Stand between X and an extractor that is about to run."""
    api = getattr(extractor, "api", None)
    call = getattr(api, "_call", None)  # all its requests go this way
    if extractor.category != "twitter" or call is None:
        return  # another site's, or one that only leads on

    def checked(
        endpoint: str, query: Mapping[str, str] | None, *how: Any, **more: Any
    ) -> Any:
        answer = call(endpoint, query, *how, **more)
        if not any((answer.get("data") or {}).values()):
            _raise_told(answer.get("errors"))
        asked = json.loads((query or {}).get("variables") or "{}")
        number = asked.get("tweetId") or asked.get("focalTweetId")
        if number and number == getattr(extractor, "tweet_id", None):
            _judge(answer, number, album)
        for one in objects(answer):
            twitter_answers.complete(one)
            _choose(one, album.params)
        return answer

    extractor.api._call = checked  # noqa: SLF001
    extractor.session.hooks["response"].append(_refused)


def _raise_told(errors: Any) -> None:
    """Raise what X says, or the extractor on its behalf, in place of any answer."""
    if isinstance(errors, tuple):
        raise NetworkError(reason="web_page")  # no JSON, says the extractor
    twitter_answers.raise_known(errors)
    if errors:
        raise Complaint(str(errors))


def _judge(answer: Any, number: str, album: Album) -> None:
    """Tell what X does of the post of the link; one that it quotes may be gone."""
    for post in twitter_answers.asked_for(answer, number):
        twitter_answers.raise_tombstone(post)
        for error in twitter_answers.withheld(post):
            album.skip(error)


def _refused(response: Any, *, stream: bool = False, **_how: Any) -> None:
    """Raise the reason of a refusal: the extractor takes all for a lack of cookies."""
    told = response.status_code in (http.client.FORBIDDEN, http.client.NOT_FOUND)
    if not told or stream:
        return
    try:
        answer = response.json()
    except ValueError:
        return
    if isinstance(answer, dict):
        twitter_answers.raise_known(answer.get("errors"))


def _choose(media: dict[str, Any], params: FetchParams) -> None:
    video = media.get("video_info")
    if not isinstance(video, dict):
        return
    mute = media.get("type") == "animated_gif"
    variants = twitter_answers.variants_of(video, mute=mute)
    duration = (video.get("duration_millis") or 0) / 1000 or None
    if chosen := pick(variants, params, duration):
        video["variants"] = [chosen["of"]]
