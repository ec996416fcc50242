"""The renderers: one value in, text out."""
