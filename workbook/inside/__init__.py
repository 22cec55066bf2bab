"""What runs in the learner's process: loads the file, serves it or calls it, and tells what
happened.

Nothing here decides anything. It is imported in a process of its own, started with a bare
environment, and answers
questions of the trusted side (`workbook.checking`) as JSON on a socket.
"""
