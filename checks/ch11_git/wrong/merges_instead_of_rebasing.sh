# fails: test_branch_stands_on_graces_commits
# A merge brings Grace's commits into the branch: all is there, and the line has a knot.

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git fetch
git merge --no-edit origin/main
# endregion
