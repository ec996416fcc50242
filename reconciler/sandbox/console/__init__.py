"""The console gateway: the Admin console's own actions, by this project's contract."""
