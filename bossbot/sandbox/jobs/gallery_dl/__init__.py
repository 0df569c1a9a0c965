"""The `gallery_dl` job: posts, albums and plain files.

- `job`: from the parameters to the result; `session`: one run of one extractor.
- `album`, `output`: what is fetched, and what of it is left out.
- `config`, `extractors`, `names`, `log`: gallery-dl set up, asked and heard.
- `watch`: requests and pauses held back.
- `choice`, `streams`: what to fetch of a post, and what yt-dlp fetches of it.
- `bluesky`, `instagram`, `twitter` (`twitter_answers`, `json_objects`): single sites.
"""
