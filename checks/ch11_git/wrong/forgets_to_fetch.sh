# fails: test_branch_stands_on_graces_commits, test_main_has_both_works
# Without a fetch the clone knows nothing of Grace's commits, and its push of main is refused.

# region Step 4: put your commits on top of Grace's
python3 tutorial.py run 11
git rebase origin/main
# endregion

# region Step 5: push the branch
git config remote.origin.fetch ""
git push -u origin about
# endregion

# region Step 6: bring the branch into main
git switch main
git merge about
git push
# endregion
