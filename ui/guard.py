"""What goes wrong in what a button does: told in our words on the next page, with what to do.

The traceback goes to the log.  Without this, Streamlit puts its own page of an error in the place of ours, in
English and without a way on.  `ui/app.py` does the same for what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from logging import getLogger
from typing import ParamSpec

import streamlit as st

from claims.errors import CeksilangError
from ui.refusals import tell_error
from ui.session import current_language, text

logger = getLogger(__name__)
P = ParamSpec("P")


def guarded(act: Callable[P, None]) -> Callable[P, None]:
    """Make what a button does safe: what goes wrong in it is a notice on the page that is drawn next."""

    @wraps(act)
    def call(*given: P.args, **named: P.kwargs) -> None:
        try:
            act(*given, **named)
        except CeksilangError as error:
            problem = tell_error(error, current_language())
            st.session_state["notice"] = ("error", text("verdict.not_saved", problem=problem))
        except Exception as error:
            st.session_state["notice"] = ("error", tell_unforeseen(error))

    return call


def tell_unforeseen(error: Exception) -> str:
    """Log an error that nobody foresaw and return what to do about it."""
    logger.error("not foreseen", exc_info=error)
    return text("error.unforeseen.text", kind=type(error).__name__)
