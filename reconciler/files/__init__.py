"""Files that are written: YAML for people, who have written the rest of it."""
