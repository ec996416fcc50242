"""Documents as files: their names, their text, and the disk. Only here is YAML written."""
