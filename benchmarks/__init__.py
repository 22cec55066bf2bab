"""The speed figures: each a ratio of ours to a peer, measured in turn in one run."""
