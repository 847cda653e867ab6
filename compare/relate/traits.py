"""All that the comparators ask of a claim, read once and not once a pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claims.facts.clocks import Clock, find_clocks
from claims.facts.negations import names_rank
from claims.languages import load_table
from claims.models import Claim, Concept, Time
from compare.relate.axes import about, load_axes, read_poles
from compare.relate.cause import Cause, read_causes
from compare.relate.extent import Extent, read_extent
from compare.relate.figures import Figure, read_figures
from compare.relate.membership import Listing, read_listing
from compare.relate.negation import Denial, content_words, read_denials
from compare.relate.things import NO_ASPECT
from compare.relate.times import event_times


@dataclass(frozen=True, slots=True)
class Traits:
    """A claim and what each comparator reads from it."""

    claim: Claim
    about: frozenset[str]  # the concepts of the claim
    context: frozenset[str]  # and of the other claims of its sentence
    words: frozenset[str]
    poles: Mapping[str, Concept]
    figures: tuple[Figure, ...]
    denials: tuple[Denial, ...]
    listing: Listing | None
    times: tuple[Time, ...]
    extent: Extent
    published: str = ""
    causes: tuple[Cause, ...] = ()
    clocks: tuple[Clock, ...] = ()
    names_rank: bool = False

    @property
    def cause(self) -> Cause | None:
        """The first cause that the claim names."""
        return self.causes[0] if self.causes else None

    @property
    def as_of(self) -> str:
        """The day of which the claim speaks: when it was said, else when its article appeared."""
        told = [time.end for time in self.claim.times if time.is_report and time.end]
        day = max(told).isoformat() if told else ""
        return day if day and (not self.published or day < self.published[:10]) else self.published


def read_traits(
    claim: Claim,
    language: str,
    published: str = "",
    context: frozenset[str] = frozenset(),
    antecedent: Claim | None = None,
) -> Traits:
    """Return what the comparators ask of `claim`.

    Args:
        claim: the claim.
        language: of its article.
        published: when its article appeared, as far as known.
        context: the concepts around it.
        antecedent: the claim before it in its article, to which "this" and "the number" point.
    """
    figures = read_figures(claim, language, antecedent)
    denials = read_denials(claim, language, antecedent)
    causes = read_causes(claim, language, [denial.scope for denial in denials])
    share = next((figure.text for figure in figures if figure.is_share), None)
    return Traits(
        claim,
        about(claim),
        about(claim) | context,
        content_words(claim.quote, language),
        read_poles(claim, [denial.scope for denial in denials]),
        figures,
        denials,
        read_listing(claim, language),
        event_times(claim) or _times_then(claim, language, antecedent),
        read_extent(claim, language, share),
        published,
        causes,
        find_clocks(claim.quote, language),
        names_rank(claim.quote, language),
    )


def _times_then(claim: Claim, language: str, antecedent: Claim | None) -> tuple[Time, ...]:
    """The times of the claim before, if this one opens with "then": "Тогда погибли пять человек"."""
    opens = claim.quote.lstrip("\"'“«").casefold()
    words = load_table(language, "lists")["then"]
    if antecedent is None or not any(opens.startswith(f"{word} ") for word in words):
        return ()
    return event_times(antecedent)


def index_keys(traits: Traits) -> Iterator[str]:
    """Yield the keys under which a claim meets others in the fact index, however few words they share."""
    yield from (
        f"figure:{f.quantity.unit}:{f.outcome or f.population}"
        for f in traits.figures
        if f.outcome or f.population
    )
    if traits.clocks:
        yield "clock"
    yield from read_aspects(traits)


ASKS = 0.4  # anchors of an axis from which it is a question: "how long do they stay", not "did it succeed"


def read_aspects(traits: Traits) -> frozenset[str]:
    """Return what a claim can be an answer to: its event concepts, axes, and whether it names a cause or a
    list.
    """
    axes = {pole.split(":")[0] for pole in traits.poles}
    axes = {axis for axis in axes if load_axes()[axis].anchors >= ASKS}
    extra = {name for name, is_there in (("cause", traits.cause), ("list", traits.listing)) if is_there}
    return (traits.context - NO_ASPECT) | {f"axis.{axis}" for axis in axes} | extra
