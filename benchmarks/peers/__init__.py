"""The peers, made to do the same shape of work."""
