"""What somebody who wrote an unknown word is taken to have meant."""

import pytest

from reconciler.model.meant import meant

KNOWN = ["Template", "Role", "Schedule"]


@pytest.mark.parametrize("word", ["Tempalte", "template", "TEMPLATES"])
def test_the_most_alike_is_meant_whatever_its_case(word):
    assert meant(word, KNOWN) == "Template"


def test_nothing_is_meant_where_nothing_is_alike():
    assert meant("Sitting", KNOWN) is None
    assert meant("Template", []) is None


def test_a_guess_can_be_asked_to_be_closer():
    assert meant("Rule", KNOWN) == "Role"
    assert meant("Rule", KNOWN, alike=0.9) is None
