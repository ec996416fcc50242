"""The example university as fixtures."""

from tests.fixtures import campus, folder, sandbox, settled

__all__ = ["campus", "folder", "sandbox", "settled"]
