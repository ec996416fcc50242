"""What the reconciler costs, beside the floor and its peers: `python -m benchmarks`."""
