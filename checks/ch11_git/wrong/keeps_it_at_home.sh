# fails: test_main_has_both_works
# All is merged in the clone, and central's main is as Grace left it.

# region Step 6: bring the branch into main
git switch main
git pull --ff-only
git merge about
# endregion

# region Step 7: resolve a conflict
git status
# endregion

# region Step 8: take back a published commit
git status
# endregion

# region Step 9: name a release
git status
# endregion
