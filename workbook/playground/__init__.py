"""Chapters whose work is a repository: the playground that `run NN` makes, how it is graded, drawn,
put back.

Nothing here runs git in a repository of the learner's: see `taking` and `asking`.
"""
