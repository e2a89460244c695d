"""Progress of an analysis: a function of one's own, or the bar of tqdm."""


def callback(progress):
    """What is called with (stage, done, total) from the calling thread, some twenty times a second at most; None for nothing."""
    if progress is None or progress is False:
        return None
    if progress is True:
        return Bar()
    if callable(progress):
        return progress
    raise TypeError("progress must be True, False or a function of (stage, done, total)")


class Bar:
    """A bar of tqdm for each stage."""

    def __init__(self):
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise ImportError("progress=True draws with tqdm: install tqdm, or give a function of (stage, done, total)") from None
        self.make = tqdm
        self.stage = None
        self.bar = None

    def __call__(self, stage, done, total):
        if stage != self.stage:
            self.close()
            self.stage, self.bar = stage, self.make(total=total, desc=stage, leave=False)
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self):
        """Takes the bar away."""
        if self.bar is not None:
            self.bar.close()
