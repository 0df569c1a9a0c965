"""A player's program as YouTube has one: what unlocks its addresses, in our own words.

Two things of an address have to go through it: the number `n`, and the signature. It is
as large as the real one, because whatever runs it has to read all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

_NUMBER: Final = "harbourNumber01"
_SIGNATURE: Final = "Ahoy-the-signature-of-the-harbour-master"
_JUNK: Final = "xy"

_SIZE: Final = 2_500_000
_FILLER: Final = """
var filler%d = function(a, b, c) {
  var d = a.length, e = [b, c, %d], f = {x: d, y: "harbour"};
  for (var i = 0; i < d; i++) {
    if (a[i] === f.x) { e.push(b.call(this, a[i], c) || null); }
    else { try { c(a, e); } catch (error) { f.y += error.message; } }
  }
  return f.x > 2 ? e : f.y;
};"""
_PROGRAM: Final = """(function(){
'use strict';
var Ask = function(address) { this.held = {}; };
Ask.prototype = {
  set: function(name, value) { this.held[name] = value; },
  get: function(name) { return this.held[name]; },
  turn: function() {
    var n = this.held.n;
    if (n) { this.held.n = n.split("").reverse().join(""); }
  }
};
var address = function(where, name, locked) {
  var asked = new Ask(where);
  asked.set("alr", "yes");
  if (locked) {
    var letters = decodeURIComponent(locked).slice(2).split("").reverse();
    asked.set(name, encodeURIComponent(letters.join("")));
  }
  return asked;
};%s
}).call(this);
"""
"""`n` is turned round; of the signature the first two letters go as well."""


def program() -> str:
    """What stands at the player's address."""
    fillers = (_FILLER % (number, number) for number in range(_SIZE // len(_FILLER)))
    return _PROGRAM % "".join(fillers)


def scramble(formats: Iterable[dict[str, Any]]) -> None:
    """Lock the addresses of some formats."""
    for one in formats:
        url = f"{one.pop('url')}&n={_NUMBER[::-1]}"
        locked = {"s": _JUNK + _SIGNATURE[::-1], "sp": "sig", "url": url}
        one["signatureCipher"] = urlencode(locked)


def admits(query: Mapping[str, str]) -> bool:
    """Whether an address that was locked has been unlocked."""
    if "n" not in query:
        return True
    return (query["n"], query.get("sig")) == (_NUMBER, _SIGNATURE)
