"""A new file of a proposal is named as `import` would name it, and takes no other's place."""

from pathlib import PurePath

import pytest

from reconciler.model.ref import Ref
from reconciler.steps.propose.newfile import name_for

FOLDER = PurePath("config/sandbox/roles")


@pytest.mark.parametrize(
    ("there", "named"),
    [
        ([], "exam-board.yaml"),
        (["config/sandbox/roles/Exam-Board.yaml"], "exam-board-2.yaml"),
        (["config/base/roles/exam-board.yaml"], "exam-board.yaml"),
    ],
)
def test_a_name_that_every_file_system_keeps_apart(there, named):
    assert name_for(Ref("Role", "Exam board"), FOLDER, there) == str(FOLDER / named)


def test_beside_its_base_it_has_the_same_name():
    base = "config/base/roles/Board.yaml"

    assert name_for(Ref("Role", "Exam board"), FOLDER, [base], base) == str(FOLDER / "Board.yaml")
