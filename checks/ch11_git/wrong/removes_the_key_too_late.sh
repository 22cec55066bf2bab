# fails: test_key_is_in_no_commit
# The key is not in the files any more, and is still in the commit before.

# region Step 2: a branch, and what does not belong in it
git switch -c about
python3 prepare.py
git add session.key
git commit -m "Prepare the blog"
git rm -f session.key
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
git add .gitignore
git commit -m "Keep the key and the database out"
# endregion
