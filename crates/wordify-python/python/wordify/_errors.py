"""What can go wrong, in the words of the command line."""


class WordifyError(ValueError):
    """Texts, labels or settings that cannot be used.

    Attributes
    ----------
    message : what is wrong
    kind : "input", "limit", "column", "corpus", "setting" or "report"
    place : where it is, such as a row or the name of a setting; None where that is not known
    remedy : what to do about it, a sentence; None where nothing can be said
    """

    def __init__(self, message, kind="input", place=None, remedy=None):
        super().__init__(message, kind, place, remedy)
        self.message = message
        self.kind = kind
        self.place = place
        self.remedy = remedy

    def __str__(self):
        lines = [self.message]
        if self.place:
            lines.append(f"  at {self.place}")
        if self.remedy:
            lines.append(f"  {self.remedy}")
        return "\n".join(lines)
