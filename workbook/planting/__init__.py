"""The blog with a bug in it: runs in a process of its own, beside the learner's tests.

The learner's process holds stand-ins (`workbook.inside.stand_ins`) that pass every request and
every call on to it, so that no test can read which bug is planted.
"""
