"""The `ytdlp` job: videos, streams, playlists and plain files.

- `job`: from the parameters to the result; `session`: one run of yt-dlp; `options`.
- `videos`, `files`: what is fetched, and under which names; `merge`: picture and sound
  that came apart.
- `formats`: the choice of a version; `playlists`: how long a stream is, if it ends.
- `subtitles`, `subtitle_tracks`: which are taken.
- `errors`: what yt-dlp hides; `patience`: how long a page may be searched.
- `javascript`: Deno, for YouTube's player.
"""
