# fails: test_branch_is_in_the_central_repository
# Pushed before the rebase, refused after it: central has the branch as it was.

# region Step 4: put your commits on top of Grace's
git push -u origin about
python3 tutorial.py run 11
git fetch
git rebase origin/main
# endregion

# region Step 5: push the branch
git push
# endregion
