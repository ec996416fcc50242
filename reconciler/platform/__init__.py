"""The outside: what the steps need of it (port), and the channels that reach it."""
