"""What we did, when and why: append-only, behind one small port."""
