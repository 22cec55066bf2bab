# fails: test_branch_stands_on_graces_commits
# Grace's commits were picked, one by one: the same changes, under other hashes.

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git fetch
git cherry-pick main..origin/main
# endregion

# region Step 6: bring the branch into main
git switch main
git pull --ff-only
git merge --no-edit about
git push
# endregion
