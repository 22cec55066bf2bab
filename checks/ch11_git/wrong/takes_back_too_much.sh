# fails: test_errors_are_hidden_again
# Two commits were taken back where one was meant.

# region Step 8: take back a published commit
git revert --no-edit origin/main^1~2 origin/main^1~3
git push
# endregion
