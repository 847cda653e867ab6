"""Terms of use that a user is shown once: those of the larger relation model."""

from __future__ import annotations

import typer

from ui.commands.call import tell


def tell_terms(model: str, lang: str) -> None:
    """Print the terms that the relation model `model` is under, if it has any and they were not shown yet."""
    from compare.relate.model_large_terms import ADDRESS, unseen_terms

    if file := unseen_terms(model):
        typer.echo(tell("terms.large", lang, address=ADDRESS, file=str(file)), err=True)
