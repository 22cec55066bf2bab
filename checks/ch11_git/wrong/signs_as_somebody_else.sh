# fails: test_commits_are_signed_by_ada
# The name that git has from elsewhere is on every commit; git says nothing.

# region Step 1: clone the project
git clone central.git blog
cd blog
git config user.name "root"
git config user.email root@localhost
# endregion
