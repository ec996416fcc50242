"""What somebody who reviews recordings must be able to do: set-up guide, steps 2 and 4."""

VOIDS = "void attempt"
RECORDINGS = ("review recordings in marking", "review recordings in reports")
VOID = ("void attempts",)
INVIGILATE = ("invigilate",)
Duty = tuple[str, ...]  # one of these capabilities is enough


def duties(if_confirmed: str) -> tuple[Duty, ...]:
    """The duties of a reviewing role, by what follows when cheating is confirmed."""
    return (RECORDINGS, VOID) if if_confirmed == VOIDS else (RECORDINGS,)
