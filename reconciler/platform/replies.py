"""What may come back for a request, told apart by what it proves."""

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Fault:
    """One error that the platform names; *code* is empty for a plain text."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The API itself answered, yes or no."""

    status: int
    content: object = None
    faults: tuple[Fault, ...] = ()

    @property
    def yes(self) -> bool:
        """Whether it is a yes without a but: an error beside a success is a failure."""
        return self.status < HTTPStatus.BAD_REQUEST and not self.faults


@dataclass(frozen=True, slots=True)
class Busy:
    """Too many requests: nothing was done. *wait* is what the platform asks for, in seconds."""

    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nothing was sent."""

    why: str
    passing: bool = True


@dataclass(frozen=True, slots=True)
class Denied:
    """Something refused the request before the API worked on it: nothing was done."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """It was sent, and what came back does not tell whether it was done."""

    why: str
    passing: bool = True
    wait: float | None = None


Reply = Answer | Busy | Unreached | Denied | Lost
