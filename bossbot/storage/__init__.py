"""What lies where on a worker host's disk, how it is called, and for how long.

- `layout`: every path under the storage root, made only from validated ids.
- `names`: file names out of untrusted titles.
- `document`: `metadata.json`, the record beside kept files.
- `kept`, `again`: what of a download is kept and where; whether that serves a request.
- `statistics`: what a server's kept downloads add up to.
- `retention`: how long temp directories and kept files live.

Pure: nothing here opens a file; `bossbot.adapters.disk` does.
"""
