"""`python -m bossbot` is the `bossbot` command."""

from bossbot.cli import main

if __name__ == "__main__":
    main()
