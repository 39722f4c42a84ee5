"""The project's figures of speed and size: `python -m benchmarks` measures them side by side in one run."""
