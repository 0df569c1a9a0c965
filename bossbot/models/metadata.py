"""What a site says of its media: for status, receipt and library alike.

It comes from a job that handled untrusted bytes, or from a file that anybody may have
edited: its values are of the types in `harmless`, whoever hands it over.
"""

from __future__ import annotations

from typing import Final, Self

from bossbot.models.harmless import (
    TITLE,
    Address,
    Language,
    Lines,
    Moment,
    Name,
    Title,
    Word,
)
from bossbot.models.words import Value

SUBTITLES: Final = 2
"""How many languages of subtitles are kept at most."""


class Subtitles(Value):
    """Subtitles in one language, a WebVTT or SubRip file beside the media.

    Attributes:
        path: Relative to the download's temp directory; in storage, to `content/`.
        size: Bytes.
        automatic: Made by speech recognition.
    """

    path: str
    language: Language
    size: int = 0
    automatic: bool = False


class Metadata(Value):
    """What the site says of a post, or of the first video of a playlist.

    Texts are bounded and free of control characters, and still a stranger's words.

    Attributes:
        title: None where the site has no titles, as Twitter; see `headline`.
        author: As shown; `handle` is the name in links, without `@`.
        source_url: The post's own page.
        date: When it was published, an instant in UTC; a day where that is all the
            site says.
        extractor: What the tool calls its part for the site.
    """

    title: Title = None
    author: Name = None
    handle: Name = None
    text: Lines = None
    source_url: Address = None
    date: Moment = None
    age_restricted: bool = False
    extractor: Word = None
    subtitles: tuple[Subtitles, ...] = ()

    @property
    def headline(self) -> str | None:
        """The title, else how the text begins."""
        return self.title or (self.text and self.text.partition("\n")[0][:TITLE])

    def beneath(self, directory: str) -> Self:
        """The same, with all paths in a directory."""
        moved = tuple(
            one.model_copy(update={"path": f"{directory}/{one.path}"})
            for one in self.subtitles
        )
        return self.model_copy(update={"subtitles": moved})
