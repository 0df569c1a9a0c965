"""What a file is and how it is made to fit: pure rules, no file is opened here.

- `types`, `refusals`: which types may come in, and why others may not.
- `facts`: what a look into a file found; `plans`: what is to be done with it.
- `image`, `stream`, `sound`: the plans, best first; `budget`, `arguments`: their bit
  rates and sizes, in ffmpeg's words.
- `split`: the plans for parts; `offers`: what may be had of what is too large;
  `upload_limits`: what a refusal by Discord teaches.
- `subtitles`: whether a file holds some.
- `batches`: how files are shared out over messages.
"""
