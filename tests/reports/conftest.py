from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures import campus, folder, sandbox, settled

__all__ = ["campus", "folder", "sandbox", "settled"]

GOLDEN = Path(__file__).with_name("golden")

Golden = Callable[[str, str], None]


@pytest.fixture
def golden() -> Golden:
    """Hold a text against the file of a name; delete the file to have it written anew."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            pytest.fail(f"{path} is new: read it, and run again")
        assert text == path.read_text(encoding="utf-8")

    return check
