"""What `bossbot check` looks at; each module gives findings about one area.

- `finding`: what a look tells.
- `configuration`: the effective settings, secrets masked.
- `programs`: Python, the download libraries, ffmpeg, the JavaScript runtime.
- `server`, `workers`: Redis, who lives on it, and whether beat does.
- `canaries`: the links of sites, and how these do.
- `own_worker`: the one question of a health check.
- `storage`: the storage root and its disk.
- `discord`: token, intents and the invite link.
- `passage`: proxies, certificates and exemptions on the way to the sites.
- `accounts`: the cookies that sites are shown.
- `web`: Flower.
- `report`: the findings as a table or JSON.
"""
