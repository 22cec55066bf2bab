# fails: test_ready_is_true
# A word in quotes looks like the value of the same name, and is a text.

# region Step 1: the machine is ready
READY = "True"
# endregion
