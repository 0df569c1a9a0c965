"""YouTube's JSON: what the player may play, and what lists hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.world.siteplayer.sites.youtube_files import Itag, told

CHANNEL = "UCharbourharbourharbour0"
HANDLE = "@harbour_watch"
_CONTEXT = {
    "client": {
        "hl": "en",
        "gl": "CH",
        "clientName": "WEB",
        "clientVersion": "2.20260708.00.00",
        "visitorData": "CgtIYXJib3VyV2F0Yw%3D%3D",
    }
}
_CONFIG = {
    "INNERTUBE_CONTEXT": _CONTEXT,
    "INNERTUBE_CONTEXT_CLIENT_NAME": 1,
    "STS": 20400,
    "PLAYER_JS_URL": "/s/player/0a1b2c3d/player_ias.vflset/en_US/base.js",
    "LOGGED_IN": False,
}


def page(title: str, *, player: object = None, data: object = None) -> str:
    """A page as the browser gets it: the answers stand in its scripts."""
    scripts = [f"ytcfg.set({json.dumps(_CONFIG)});"]
    if player is not None:
        scripts.append(f"var ytInitialPlayerResponse = {json.dumps(player)};")
    if data is not None:
        scripts.append(f"var ytInitialData = {json.dumps(data)};")
    body = "".join(f"<script nonce='x'>{one}</script>" for one in scripts)
    return f"<!DOCTYPE html><html><head><title>{title}</title></head>{body}</html>"


def next_to(video: str) -> dict[str, Any]:
    """What stands around a video on its page."""
    owner = {"videoOwnerRenderer": {"title": {"runs": [{"text": "Harbour Watch"}]}}}
    below = {"contents": [{"videoSecondaryInfoRenderer": {"owner": owner}}]}
    contents = {"twoColumnWatchNextResults": {"results": {"results": below}}}
    endpoint = {"watchEndpoint": {"videoId": video}}
    return {"contents": contents, "currentVideoEndpoint": endpoint}


def details(video: str, title: str, **more: object) -> dict[str, Any]:
    """What the player says of a video, playable or not."""
    return {
        "videoDetails": {
            "videoId": video,
            "title": title,
            "lengthSeconds": "2",
            "channelId": CHANNEL,
            "author": "Harbour Watch",
            "shortDescription": "Boats go out, boats come in.",
            "isLiveContent": False,
            "viewCount": "12",
            **more,
        },
        "microformat": {
            "playerMicroformatRenderer": {
                "uploadDate": "2023-11-14T00:00:00-08:00",
                "ownerProfileUrl": f"http://www.youtube.com/{HANDLE}",
                "isFamilySafe": True,
                "category": "Travel & Events",
            }
        },
    }


async def playable(
    video: str,
    title: str,
    *,
    whole: Mapping[str, Itag],
    apart: Mapping[str, Itag],
    client: str,
) -> dict[str, Any]:
    """The player's answer for a video that plays."""
    answer = {**details(video, title), "playabilityStatus": {"status": "OK"}}
    streams: dict[str, Any] = {"expiresInSeconds": "21540"}
    if client == "WEB":
        # The browser asks another server for its bytes: no address it could give away.
        streams["serverAbrStreamingUrl"] = "https://rr1---sn-x.googlevideo.com/sabr"
    else:
        streams["formats"] = await told(video, dict(whole))
        streams["adaptiveFormats"] = await told(video, dict(apart))
    return {**answer, "streamingData": streams}


def captions(video: str, *tracks: str) -> dict[str, Any]:
    """What subtitles there are: `de` written by somebody, `a.en` heard by a machine."""
    listed = [
        {
            "baseUrl": f"https://www.youtube.com/api/timedtext?v={video}&lang={track[-2:]}",
            "name": {"simpleText": track[-2:]},
            "vssId": track if track.startswith("a.") else f".{track}",
            "languageCode": track[-2:],
            "isTranslatable": True,
            **({"kind": "asr"} if track.startswith("a.") else {}),
        }
        for track in tracks
    ]
    others = [
        {"languageCode": one, "languageName": {"simpleText": one}}
        for one in ("de", "en", "fr", "ja")
    ]
    renderer = {"captionTracks": listed, "translationLanguages": others}
    return {"captions": {"playerCaptionsTracklistRenderer": renderer}}


def refused(status: str, reason: str, more: str = "") -> dict[str, Any]:
    """The player's answer for a video that does not play."""
    screen = {"reason": {"simpleText": reason}, "subreason": {"simpleText": more}}
    return {
        "playabilityStatus": {
            "status": status,
            "reason": reason,
            "errorScreen": {"playerErrorMessageRenderer": screen},
        }
    }


def _selected(tab: str, title: str, content: object, base: str) -> dict[str, Any]:
    address = {"webCommandMetadata": {"url": f"{base}/{tab}" if tab else base}}
    renderer = {"selected": True, "title": title, "content": content}
    renderer["endpoint"] = {"commandMetadata": address}
    return {"twoColumnBrowseResultsRenderer": {"tabs": [{"tabRenderer": renderer}]}}


def playlist(number: str, title: str, videos: Sequence[tuple[str, str]]) -> Any:
    """A playlist's page: the first hundred of it, here all."""
    rows = [
        {
            "playlistVideoRenderer": {
                "videoId": video,
                "title": {"runs": [{"text": name}]},
                "index": {"simpleText": str(place)},
                "lengthSeconds": "2",
                "isPlayable": True,
            }
        }
        for place, (video, name) in enumerate(videos, start=1)
    ]
    rows_in = {"playlistVideoListRenderer": {"contents": rows, "playlistId": number}}
    content = {
        "sectionListRenderer": {
            "contents": [{"itemSectionRenderer": {"contents": [rows_in]}}]
        }
    }
    return {
        "contents": _selected("", "", content, f"/playlist?list={number}"),
        "metadata": {"playlistMetadataRenderer": {"title": title}},
    }


def channel(title: str, videos: Sequence[tuple[str, str]]) -> Any:
    """A channel's newest videos, in the layout of 2025."""
    items = [
        {
            "richItemRenderer": {
                "content": {
                    "lockupViewModel": {
                        "contentId": video,
                        "contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
                        "metadata": {
                            "lockupMetadataViewModel": {"title": {"content": name}}
                        },
                    }
                }
            }
        }
        for video, name in videos
    ]
    about = {"title": title, "externalId": CHANNEL, "description": ""}
    grid = {"richGridRenderer": {"contents": items}}
    return {
        "contents": _selected("videos", "Videos", grid, f"/{HANDLE}"),
        "metadata": {"channelMetadataRenderer": about},
    }
