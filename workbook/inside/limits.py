"""What the system takes away from a learner's process before its file is read.

Right after the fork (or the cold start) and before the learner's file is loaded is the place where
stronger confinement belongs:
namespaces, Landlock, seccomp. Nothing of the learner's has run yet, so it can only be tightened
afterwards, never undone.
"""

import os
import sys

CPU_SECONDS = 20
FILE_BYTES = 64 * 1024 * 1024
MEMORY_BYTES = 2 * 1024**3


def confine() -> None:
    """Give this process its own session, and limits on CPU time, file size and memory where the
    system has them.
    """
    if hasattr(os, "setsid"):
        try:
            os.setsid()
        except OSError:
            pass  # already the leader of a session of its own
    try:
        import resource  # only where there is such a thing
    except ImportError:
        return
    limits = [
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ]
    if sys.platform == "linux":
        limits.append((resource.RLIMIT_AS, MEMORY_BYTES))
    for which, value in limits:
        _soft, hard = resource.getrlimit(which)
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(which, (top, top))
        except (ValueError, OSError):
            continue
