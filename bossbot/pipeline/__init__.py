"""The five stages of a download, as functions over ports.

- `ports`: what the stages need from the outside, as protocols.
- `job`: the handle a running stage works through.
- `fetch`, `validate`, `transcode`, `upload`, `cleanup`: what each stage does.
- `short_links`, `fallback`: which link fetch is about; when it tries the other tool.
- `posting`: how one delivery's files are posted; `audience`: who may not have them.
- `contents`, `refused`: a download's files, and why some were deleted.
- `conversion`, `splitting`: one file made to fit, as a whole or in parts; `workpiece`,
  `clock`: plans carried out on it, and the time for them.
- `originals`, `made`, `variants`: what transcode starts from, what has become of it,
  and the files for each different limit.
- `again`, `room`: fetch served from storage, and what it does about a full disk.
- `threads`: blocking work beside the lease's renewal.
- `supervisor`: runs a stage and writes down how it ended (`results`).
- `execution`: lease, progress, deadline and cancellation around a running stage.
- `canary_look`, `canary_watch`: a site's link fetched to see whether it works, and
  what follows.
- `housekeeping`: the scheduled cleanups of a host.

Nothing here knows Celery, Discord or Redis: the entry points translate.
"""
