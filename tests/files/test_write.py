"""New files are all made or none, and never over another."""

import pytest

from reconciler.errors import FilesError
from reconciler.files.write import create


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_files_are_made_with_their_folders(tmp_path):
    create({tmp_path / "a" / "b" / "c.yaml": "kind: é\n", tmp_path / "a" / "d.yaml": "x\n"})

    assert (tmp_path / "a" / "b" / "c.yaml").read_bytes() == "kind: é\n".encode()
    assert files(tmp_path) == ["a", "a/b", "a/b/c.yaml", "a/d.yaml"]


@pytest.mark.parametrize("there", ["b.yaml", "B.yaml"])
def test_what_is_there_stops_it_before_anything_is_made(tmp_path, there):
    (tmp_path / there).write_text("mine\n")

    with pytest.raises(FilesError, match=r"never overwritten.*b\.yaml"):
        create({tmp_path / "a.yaml": "x\n", tmp_path / "b.yaml": "x\n"})

    assert files(tmp_path) == [there]
    assert (tmp_path / there).read_text() == "mine\n"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "b.yaml").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FilesError, match="never overwritten"):
        create({tmp_path / "b.yaml": "x\n"})


def test_after_an_error_nothing_is_left(tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder should be\n")

    with pytest.raises(FilesError, match="nothing was written"):
        create({tmp_path / "new" / "a.yaml": "x\n", tmp_path / "blocked" / "b.yaml": "x\n"})

    assert files(tmp_path) == ["blocked"]
