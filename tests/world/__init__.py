"""Stand-ins for the outside world: sites, Discord, media."""
