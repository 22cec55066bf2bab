# fails: test_conflict_keeps_both
# `git add .` ends the conflict for git: the lines of markers are in the commit.

# region Step 7: resolve a conflict
git merge --no-edit origin/archive
git add .
git commit --no-edit
git push
# endregion
