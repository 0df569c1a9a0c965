"""The outside, each thing behind what it is called; foreign errors end here.

- `ledger`, `access`: Redis. - `embedded`: a Redis-compatible server of our own.
- `disk`: temp directories, organised storage, locks.
- `draining`: how a worker tells its processes that it goes away.
- `zygote`, `sandbox`: jobs in disposable processes; `egress`: their only way out.
- `cookies`: those of the operator's accounts.
- `ytdlp`, `gallery_dl`: the download libraries (`fetching`, `fetched`, `subtitles`);
  `javascript`: what one of them runs; `short_links`: where such a link leads;
  `libraries`: how old they are, by the table that `releases` makes.
- `media`, `facts`, `files`: looking into files and converting them; `ffmpeg`,
  `ffmpeg_binary`, `ffmpeg_runs`, `ffmpeg_output`, `pipes`: with ffmpeg.
- `directory`; `discord_rest`, `discord_login`, `discord_api`, `discord_errors`: where
  files are delivered; `discord_owner`: direct messages to the bot's owner.
"""
