"""Which webhooks go out when: dropped, doubled, delayed, held back and released in another order."""

import random
import threading
from dataclasses import dataclass

from sandbox.ids import seeded

Parcel = tuple[str, str]  # account, event id


@dataclass(frozen=True, slots=True)
class Chaos:
    """Random trouble from a seed; probabilities between 0 and 1, delays in seconds."""

    seed: int
    drop: float = 0.0
    duplicate: float = 0.0
    delay_max: float = 0.0


class DeliveryFaults:
    """Decides for each event with which delays it is sent; an empty list means not (yet)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self._drop_next = 0
        self._delays: list[float] = []
        self._duplicates: list[int] = []
        self._is_holding = False
        self._held: list[Parcel] = []
        self._chaos: tuple[Chaos, random.Random] | None = None

    def drop_next(self, count: int) -> None:
        """Lose the next ``count`` events altogether."""
        with self._lock:
            self._drop_next += count

    def delay_next(self, seconds: float, count: int = 1) -> None:
        """Send each of the next ``count`` events ``seconds`` late."""
        with self._lock:
            self._delays += [seconds] * count

    def duplicate_next(self, copies: int, count: int = 1) -> None:
        """Send each of the next ``count`` events ``copies`` times more."""
        with self._lock:
            self._duplicates += [copies] * count

    def hold(self) -> None:
        """Keep all events back until they are released."""
        with self._lock:
            self._is_holding = True

    def stir(self, chaos: Chaos | None) -> None:
        """Begin or end random trouble."""
        with self._lock:
            self._chaos = None if chaos is None else (chaos, seeded(chaos.seed))

    @property
    def held(self) -> list[str]:
        with self._lock:
            return [event_id for _, event_id in self._held]

    def release(self, *, order: list[str] | None = None, seed: int | None = None) -> list[Parcel]:
        """Stop holding and hand out what was held: as it came, as listed, or shuffled by seed.

        Events that ``order`` does not name follow in the order they came; a name may appear more than once.
        """
        with self._lock:
            held, self._held, self._is_holding = self._held, [], False
        if order is not None:
            known = {event_id: (account, event_id) for account, event_id in held}
            listed = [known[event_id] for event_id in order if event_id in known]
            return listed + [parcel for parcel in held if parcel[1] not in order]
        if seed is not None:
            seeded(seed).shuffle(held)
        return held

    def plan(self, parcel: Parcel) -> list[float]:
        """Delays in seconds, one per copy to send."""
        with self._lock:
            if self._is_holding:
                self._held.append(parcel)
                return []
            if self._drop_next:
                self._drop_next -= 1
                return []
            delay = self._delays.pop(0) if self._delays else 0.0
            copies = 1 + (self._duplicates.pop(0) if self._duplicates else 0)
            return self._stirred([delay] * copies)

    def _stirred(self, delays: list[float]) -> list[float]:
        if self._chaos is None:
            return delays
        chaos, dice = self._chaos
        if dice.random() < chaos.drop:
            return []
        if dice.random() < chaos.duplicate:
            delays = delays * 2
        return [delay + dice.uniform(0, chaos.delay_max) for delay in delays]
