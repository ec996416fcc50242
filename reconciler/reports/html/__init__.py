"""Pages for a browser or a printer: each whole in one file, nothing fetched, no script."""

from reconciler.reports.html.notice import notice

__all__ = ["notice"]
