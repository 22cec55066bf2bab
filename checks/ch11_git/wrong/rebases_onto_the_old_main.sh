# fails: test_branch_stands_on_graces_commits
# One's own main has not moved: git says that the branch is up to date.

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git fetch
git rebase main
# endregion

# region Step 6: bring the branch into main
git switch main
git pull --ff-only
git merge --no-edit about
git push
# endregion
