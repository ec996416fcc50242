"""An object that somebody deleted on the platform is drift like any other."""

from tests.cli.conftest import Desk


def test_drift_says_who_deleted_an_object_and_apply_brings_it_back(desk: Desk) -> None:
    desk.run("apply", "production", "--yes")
    desk.sandbox.delete("Role/Proctoring reviewer", actor="p.jansen")

    drift = desk.run("drift", "production")
    plan = desk.run("plan", "production")
    desk.run("apply", "production", "--only-drift", "--yes")

    assert drift.code == 4
    assert "p.jansen" in drift.out
    assert "deleted" in drift.out
    assert "drifted: deleted by p.jansen over console" in plan.out
    assert desk.run("drift", "production").code == 0
