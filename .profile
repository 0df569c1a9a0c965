# Sourced by Heroku before each process. Its Redis speaks TLS with a certificate that no
# authority signed, and both Redis libraries would refuse it. The URL itself can't be
# edited there, and changes when the credentials are rotated; ours goes first.
if [ -n "${DYNO:-}" ] && [ -z "${BOSS_BOT_REDIS_URL:-}" ]; then
  case "${REDIS_URL:-}" in
    *ssl_cert_reqs=*) ;;
    rediss://*\?*) export BOSS_BOT_REDIS_URL="$REDIS_URL&ssl_cert_reqs=none" ;;
    rediss://*) export BOSS_BOT_REDIS_URL="$REDIS_URL?ssl_cert_reqs=none" ;;
  esac
fi
