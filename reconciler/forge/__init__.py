"""GitHub, as a workflow run reaches it: its event, one comment, one issue, what a merge had."""
