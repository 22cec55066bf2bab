# fails: test_main_has_both_works
# The push was refused, so it was forced: Grace's commits are gone from main.

# region Step 6: bring the branch into main
git switch main
git cherry-pick about~1 about
git push --force
# endregion
