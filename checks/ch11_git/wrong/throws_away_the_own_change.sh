# fails: test_conflict_keeps_both
# The other side was taken whole: the own link is gone from the menu.

# region Step 7: resolve a conflict
git merge --no-edit origin/archive
git checkout --theirs pages/menu.html
git add pages/menu.html
git commit --no-edit
git push
# endregion
