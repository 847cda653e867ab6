"""Every error of Ceksilang.

    CeksilangError
      InputError          a file or folder cannot be read as articles; names it and the remedy
        EmptyInput        nothing in it
        DuplicateInput    the same article again: a note, nothing is lost
        GuessedEncoding   read, but in an encoding that was guessed: a note
        GuessedColumns    a table's text column was guessed: a note
        RefusedAddress    an address that is not fetched
      ManifestError       a manifest names a column or file that is not there
      StoreError          the database cannot be opened, written or understood
        StoreGone         its file was removed or replaced while it was open
      ModelError          a model is missing, damaged or cannot be unpacked
      UsageError          a request that cannot be met (unknown format, no analysis yet)

A message says what came, what is allowed and what to do, with the file.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class CeksilangError(Exception):
    """The root; the command line prints it as one line and exits with `exit_code`."""

    exit_code = 1


class InputError(CeksilangError):
    """A source that cannot be read as an article; `is_note` where nothing was lost."""

    is_note = False

    def __init__(self, source: object, problem: str, remedy: str) -> None:
        named = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(source))  # a name may hold a line end
        self.source, self.problem, self.remedy = named, _CONTROLS.sub(" ", problem), remedy
        super().__init__(f"{named}: {self.problem}. {remedy}")


class EmptyInput(InputError):  # noqa: N818 - it names what came in
    """A source with nothing in it."""


class DuplicateInput(InputError):  # noqa: N818 - it names what came in
    """An article that was already read under another name."""

    is_note = True


class GuessedEncoding(InputError):  # noqa: N818 - it names what came in
    """A file that is not UTF-8 and was read all the same."""

    is_note = True


class GuessedColumns(InputError):  # noqa: N818 - it names what came in
    """A table none of whose columns is named as the article's text."""

    is_note = True


class RefusedAddress(InputError):  # noqa: N818 - it names what came in
    """An address that is not fetched: it leads into a private network, or is not allowed by the site."""


class ManifestError(InputError):
    """A manifest that cannot be used."""


class StoreError(CeksilangError):
    """The database cannot be opened, written or understood."""

    exit_code = 3


class StoreGone(StoreError):  # noqa: N818 - it names what happened
    """The file of the database was removed or replaced while it was open."""


class ModelError(CeksilangError):
    """A model is missing, damaged or cannot be unpacked."""

    exit_code = 4


class UsageError(CeksilangError):
    """A request that cannot be met as it was made."""

    exit_code = 2
