"""The documented public REST API, spoken to the letter."""
