"""GitOps for exam proctoring: git declares, the platform follows, no exam is harmed."""
