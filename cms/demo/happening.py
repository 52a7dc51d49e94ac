"""Things that happened, each at its moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.demo.clock import at
from cms.demo.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing to do at one moment."""

    at: datetime
    do: Callable[[], Any]


def play(happenings: Iterable[Happening], provider: StandIn, *, until: datetime) -> None:
    """Let everything up to a moment happen in the order of time, with both clocks standing at each moment."""
    past = (happening for happening in happenings if happening.at <= until)
    for happening in sorted(past, key=lambda happening: happening.at):
        with at(happening.at, provider):
            happening.do()
