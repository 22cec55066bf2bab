"""The one class for what goes wrong in the workbook itself."""


class WorkbookError(Exception):
    """Something the workbook cannot do, said as what happened and what to do next.

    `exit_code` is what the command line ends with: 2 for wrong usage, 3 where nothing could be
    checked.
    """

    def __init__(self, happened: str, advice: str = "", *, exit_code: int = 3) -> None:
        super().__init__(happened)
        self.happened = happened
        self.advice = advice
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.happened}\n{self.advice}".rstrip()
