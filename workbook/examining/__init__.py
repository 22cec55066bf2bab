"""What `tutorial.py doctor` looks at, one function for each line. Only `grading` needs packages."""


def said_of_packages() -> str:
    """What is added where a learner's program stopped at an error: nothing while the packages are
    whole.
    """
    from workbook import doctor  # here, because most programs do not stop at an error

    return doctor.damage()
