"""The command `analyse`: from paths to a stored analysis, telling what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claims.columns import Columns
from claims.errors import InputError
from claims.ingest import ReadOptions, load_documents
from claims.intake import Intake, Keeper
from claims.models import Analysis, RelationType
from compare.lookup import NEAR_MISSES, look_up, rank_relations
from ui.commands.console import Progress, print_lines
from ui.commands.terms import tell_terms
from ui.refusals import tell_error

if TYPE_CHECKING:
    from claims.store import Store
    from compare.encoder import Encoder
    from ui.commands.call import Call

SHOWN = 5  # questions named in the summary; how many more there are is said
NOTHING_USABLE = 1


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a run by name: "" is the bundled encoder, "none" no relation model."""

    encoder: str = ""
    relation: str = "none"


def analyse_paths(
    paths: Sequence[Path], models: Models, call: Call, options: ReadOptions | None = None
) -> int:
    """Analyse what the paths hold, print the summary and return the exit code."""
    problems: list[InputError] = []
    with call.open_store() as store, Progress(call.lang) as progress:
        intake = _take_in(paths, store, problems, progress, options or ReadOptions())
        analysis = analyse_store(store, models, progress) if intake.documents else None
    if analysis is None:
        print_lines([call.tell("analyse.nothing")], error=True)
        return NOTHING_USABLE
    tell_unread(problems, call)
    print_lines(summarise(analysis, call))
    return 0


def _take_in(
    paths: Sequence[Path],
    store: Store,
    problems: list[InputError],
    progress: Progress,
    options: ReadOptions,
) -> Intake:
    def take_problem(problem: InputError) -> None:
        problems.append(problem)
        progress.print(tell_error(problem, progress.lang))

    def take_columns(table: str, columns: Columns) -> None:
        progress.print(progress.tell("analyse.columns", table=table, columns=columns.words))

    keeper = Keeper(store)
    documents = load_documents(
        paths,
        on_problem=take_problem,
        on_progress=progress.see,
        on_original=keeper.keep,
        options=options,
        on_columns=take_columns,
    )
    return keeper.take_in(documents)


def tell_unread(problems: Sequence[InputError], call: Call) -> None:
    """Say how many sources could not be read, if there were any; notes do not count."""
    unread = sum(not problem.is_note for problem in problems)
    if unread:
        print_lines([call.tell("analyse.unread", count=unread)], error=True)


def analyse_store(store: Store, models: Models, progress: Progress) -> Analysis:
    """Analyse all that the store holds."""
    progress.see("prepare", 0, 0)  # seconds of imports; a user should not wonder
    from compare.pipeline import analyse
    from compare.settings import Settings

    def load() -> Encoder:
        from compare.encoder import load_encoder

        return load_encoder(models.encoder or None, progress.see)

    tell_terms(models.relation, progress.lang)
    settings = Settings(encoder=models.encoder, relation_model=models.relation)
    return analyse((), store, load, settings, progress.see)


def summarise(analysis: Analysis, call: Call) -> list[str]:
    """Return what was found, the most pressing questions and what to do next, a line each."""
    types = [relation.relation for relation in analysis.relations]
    flagged = [relation for relation in rank_relations(analysis.relations) if relation.relation.is_flagged]
    pressing = list(dict.fromkeys(relation.question for relation in flagged))
    questions = look_up(analysis).questions
    lines = [
        call.tell(
            "analyse.summary",
            articles=len(analysis.readings),
            claims=sum(len(reading.claims) for reading in analysis.readings),
            questions=sum(len(question.claims) > 1 for question in analysis.questions),
        ),
        call.tell(
            "analyse.found",
            contradictions=types.count(RelationType.CONTRADICTION),
            tensions=types.count(RelationType.TENSION),
            near=sum(found in NEAR_MISSES for found in types),
        ),
    ]
    if analysis.copies:
        copied = [name for group in analysis.copies for name in group.documents]
        lines.append(call.tell("analyse.copies", articles=len(copied), origins=len(analysis.copies)))
    if analysis.revisions:
        lines.append(call.tell("analyse.revisions", articles=len(analysis.revisions)))
    if pressing:
        lines.append(call.tell("analyse.most_pressing"))
        lines += [f"  - {questions[question].title}" for question in pressing[:SHOWN]]
    if len(pressing) > SHOWN:
        lines.append("  " + call.tell("analyse.more", count=len(pressing) - SHOWN))
    return [*lines, call.tell("analyse.next")]
