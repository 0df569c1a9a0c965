"""What both libraries' jobs have in common.

- `params`: what a job is told, and the names of files.
- `metadata`, `metadata_keys`, `age_restrictions`: what a site says of a post, from
  either library's words.
- `profiles`: how many files a link may bring.
- `cookies`: the jar a job is handed, kept to its hosts, and what became of it.
"""
