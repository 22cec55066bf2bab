# fails: test_conflict_keeps_both
# One side was taken whole: the merge is there, and Grace's link is not.

# region Step 7: resolve a conflict
git merge --no-edit origin/archive
git checkout --ours pages/menu.html
git add pages/menu.html
git commit --no-edit
git push
# endregion
