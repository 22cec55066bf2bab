# fails: test_release_is_tagged
# The tag was put on the commit before, and does not follow main.

# region Step 9: name a release
git tag -a v1.0 -m "The first release" HEAD~1
git push origin v1.0
# endregion
