"""Reads and writes the platform's points in time."""

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """A point in time as the platform writes it, which leaves out the Z at times and means UTC.

    Raises ValueError when it is none.
    """
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def written(at: datetime) -> str:
    """A point in time in the form that the platform takes."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
