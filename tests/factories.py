"""A small invented analysis: three outlets on a flood that never was; and a hostile one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from claims.models import (
    Actor,
    ActorKind,
    Analysis,
    Basis,
    Boilerplate,
    Claim,
    ClaimKind,
    ConflictKind,
    Document,
    Judgement,
    Known,
    Level,
    Modality,
    Position,
    Quantity,
    Question,
    Reading,
    Reason,
    Relation,
    RelationType,
    Run,
    Sentence,
    Span,
    Speaker,
    Time,
    Verdict,
)

KABAR = """Banjir Wening Tewaskan 12 Orang

KABAR WENING - Banjir bandang melanda Kabupaten Wening pada Selasa malam, 3 Maret 2026. \
Sebanyak 12 orang tewas akibat banjir itu. Lebih dari 2.000 rumah terendam.

Baca juga: Jadwal kereta ke Wening berubah

"Pintu Bendungan Tirta tidak pernah dibuka," kata Bupati Wening Sari Wulandari, Rabu (4/3). \
Hujan lebat selama tiga hari menyebabkan banjir, menurut Kepala BPBD Wening Dani Prakoso.
"""

TIRTA = """Harian Tirta, 4 Maret 2026. Banjir di Kabupaten Wening menewaskan 15 orang pada Selasa malam. \
Bupati Sari Wulandari mengatakan pintu Bendungan Tirta dibuka dua jam sebelum air datang. \
Menurut warga yang dikutip kantor berita Antarkota, pembukaan bendungan itulah penyebab banjir. \
Sekitar 300 orang mengungsi ke balai desa.
"""

SUARA = """Dua hari setelah banjir, 1.250 orang mengungsi di sebelas titik. \
Antara 1.800 dan 2.500 rumah terendam. \
Pada banjir 2019, empat orang tewas di kabupaten yang sama.
"""


def find_span(text: str, piece: str, after: int = 0) -> Span:
    """Return where `piece` stands; a piece that is not there is an error of the test's author."""
    start = text.index(piece, after)
    return Span(start, start + len(piece))


def make_claim(document: Document, quote: str, **fields: object) -> Claim:
    """Return a claim of `document` whose words are `quote`; the line it stands in is its sentence."""
    span = find_span(document.text, quote)
    fields.setdefault("sentence", span)
    return Claim(document.id, span, quote, outlet=document.outlet.value, **fields)  # type: ignore[arg-type]


def make_relation(
    question: Question,
    left: Claim,
    right: Claim,
    relation: RelationType,
    kind: ConflictKind,
    **fields: object,
) -> Relation:
    """Return the relation of two claims, its sides in the order of their ids."""
    evidence = {
        left.id: fields.pop("evidence_left", ()),
        right.id: fields.pop("evidence_right", ()),
    }
    left, right = sorted((left, right), key=lambda claim: claim.id)
    fields.setdefault("level", Level.OUTLETS)
    fields.setdefault("score", 0.5)
    fields.setdefault("reason", Reason("figures_apart", (("left", "12"), ("right", "15"))))
    return Relation(
        question.id,
        left.id,
        right.id,
        left.key,
        right.key,
        relation,
        kind,
        evidence_l=evidence[left.id],
        evidence_r=evidence[right.id],
        **fields,  # type: ignore[arg-type]
    )


def make_documents() -> tuple[Document, Document, Document]:
    """Return the three articles: one with all its metadata, one with some of it, one without an outlet."""
    return (
        Document(
            KABAR,
            path="kabar.txt",
            url="https://kabar.example/banjir",
            outlet=Known("Kabar Wening", Basis.STATED, "KABAR WENING -"),
            title=Known("Banjir Wening Tewaskan 12 Orang", Basis.STATED, "first line"),
            published=Known("2026-03-04", Basis.INFERRED, "Rabu (4/3)"),
            language=Known("id", Basis.INFERRED, "py3langid"),
        ),
        Document(
            TIRTA,
            path="tirta.txt",
            outlet=Known("Harian Tirta", Basis.STATED, "Harian Tirta, 4 Maret 2026"),
            published=Known("2026-03-04T09:00+07:00", Basis.STATED, "4 Maret 2026"),
            language=Known("id", Basis.INFERRED, "py3langid"),
        ),
        Document(SUARA, path="tanpa-nama.txt", language=Known("id", Basis.INFERRED, "py3langid")),
    )


def make_claims(kabar: Document, tirta: Document, suara: Document) -> dict[str, Claim]:
    """Return the claims of the three articles by a short name."""

    def quantity(
        document: Document, piece: str, low: float | None, high: float | None, what: str
    ) -> Quantity:
        return Quantity(low, high, find_span(document.text, piece), what=what)

    def speaker(document: Document, name: str, role: str, cue: str, **more: object) -> Speaker:
        cue_span = find_span(document.text, cue)
        return Speaker(name, find_span(document.text, name), role, cue_span, **more)  # type: ignore[arg-type]

    place = Actor("place:wening", "Kabupaten Wening", find_span(KABAR, "Kabupaten Wening"), ActorKind.PLACE)
    tuesday = Time(date(2026, 3, 3), date(2026, 3, 3), find_span(TIRTA, "Selasa malam"), anchored=True)
    return {
        "dead_12": make_claim(
            kabar,
            "Sebanyak 12 orang tewas akibat banjir itu.",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(kabar, "Sebanyak 12", 12, 12, "orang tewas"),),
        ),
        "dead_15": make_claim(
            tirta,
            "Banjir di Kabupaten Wening menewaskan 15 orang pada Selasa malam.",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(tirta, "15", 15, 15, "orang"),),
            times=(tuesday,),
            actors=(replace(place, span=find_span(TIRTA, "Kabupaten Wening")),),
        ),
        "dead_2019": make_claim(
            suara,
            "Pada banjir 2019, empat orang tewas di kabupaten yang sama.",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(suara, "empat", 4, 4, "orang tewas"),),
            times=(Time(date(2019, 1, 1), date(2019, 12, 31), find_span(SUARA, "2019")),),
        ),
        "houses_open": make_claim(
            kabar,
            "Lebih dari 2.000 rumah terendam.",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(kabar, "Lebih dari 2.000", 2000, None, "rumah"),),
        ),
        "houses_range": make_claim(
            suara,
            "Antara 1.800 dan 2.500 rumah terendam.",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(suara, "Antara 1.800 dan 2.500", 1800, 2500, "rumah"),),
        ),
        "gate_shut": make_claim(
            kabar,
            "Pintu Bendungan Tirta tidak pernah dibuka",
            sentence=find_span(
                KABAR, '"Pintu Bendungan Tirta tidak pernah dibuka," kata Bupati Wening Sari Wulandari,'
            ),
            attribution=(speaker(kabar, "Sari Wulandari", "Bupati Wening", "kata"),),
        ),
        "gate_open": make_claim(
            tirta,
            "pintu Bendungan Tirta dibuka dua jam sebelum air datang",
            sentence=find_span(
                TIRTA,
                "Bupati Sari Wulandari mengatakan pintu Bendungan Tirta dibuka dua jam sebelum air datang.",
            ),
            attribution=(speaker(tirta, "Sari Wulandari", "Bupati", "mengatakan"),),
        ),
        "cause_rain": make_claim(
            kabar,
            "Hujan lebat selama tiga hari menyebabkan banjir",
            kind=ClaimKind.CAUSE,
            attribution=(speaker(kabar, "Dani Prakoso", "Kepala BPBD Wening", "menurut"),),
        ),
        "cause_dam": make_claim(
            tirta,
            "pembukaan bendungan itulah penyebab banjir",
            kind=ClaimKind.CAUSE,
            modality=Modality.REPORTED,
            attribution=(
                speaker(tirta, "warga", "", "Menurut", via="Antarkota", is_certain=False),
                speaker(tirta, "Antarkota", "kantor berita", "dikutip"),
            ),
        ),
        "evacuees_300": make_claim(
            tirta,
            "Sekitar 300 orang mengungsi ke balai desa.",
            kind=ClaimKind.NUMBER,
            quantities=(Quantity(300, 300, find_span(TIRTA, "Sekitar 300"), what="orang", approximate=True),),
        ),
        "evacuees_1250": make_claim(
            suara,
            "1.250 orang mengungsi di sebelas titik",
            kind=ClaimKind.NUMBER,
            quantities=(quantity(suara, "1.250", 1250, 1250, "orang"),),
        ),
    }


def make_questions(claims: dict[str, Claim]) -> dict[str, Question]:
    """Return the questions of the flood by a short name."""

    def question(title: str, *positions: tuple[str, tuple[str, ...]]) -> Question:
        answers = tuple(
            Position(label, tuple(claims[name].id for name in names)) for label, names in positions
        )
        return Question(title, tuple(i for answer in answers for i in answer.claims), answers)

    return {
        "dead": question(
            "Berapa orang tewas akibat banjir?",
            ("12 orang", ("dead_12",)),
            ("15 orang", ("dead_15",)),
            ("4 orang (2019)", ("dead_2019",)),
        ),
        "gate": question(
            "Apakah pintu Bendungan Tirta dibuka?",
            ("tidak pernah dibuka", ("gate_shut",)),
            ("dibuka dua jam sebelumnya", ("gate_open",)),
        ),
        "cause": question(
            "Apa penyebab banjir?", ("hujan lebat", ("cause_rain",)), ("pembukaan bendungan", ("cause_dam",))
        ),
        "houses": question(
            "Berapa rumah terendam?", ("> 2.000", ("houses_open",)), ("1.800 sampai 2.500", ("houses_range",))
        ),
        "evacuees": question(
            "Berapa orang mengungsi?", ("sekitar 300", ("evacuees_300",)), ("1.250", ("evacuees_1250",))
        ),
    }


def make_flood() -> Analysis:
    """Return the whole invented analysis: two contradictions, a tension, three near-misses, four verdicts."""
    documents = make_documents()
    claims = make_claims(*documents)
    questions = make_questions(claims)

    def relate(question: str, left: str, right: str, *rest: object, **fields: object) -> Relation:
        return make_relation(questions[question], claims[left], claims[right], *rest, **fields)  # type: ignore[arg-type]

    deaths = relate(
        "dead",
        "dead_12",
        "dead_15",
        RelationType.CONTRADICTION,
        ConflictKind.NUMBER,
        score=0.9,
        evidence_left=(find_span(KABAR, "12", KABAR.index("Sebanyak")),),
        evidence_right=(find_span(TIRTA, "15"),),
    )
    gate = relate(
        "gate",
        "gate_shut",
        "gate_open",
        RelationType.CONTRADICTION,
        ConflictKind.NEGATION,
        level=Level.REPORTING,
        score=0.95,
        reason=Reason("denied", (("cue", "tidak pernah"), ("scope", "dibuka"))),
        evidence_left=(find_span(KABAR, "tidak pernah dibuka"),),
        evidence_right=(find_span(TIRTA, "dibuka dua jam"),),
    )
    cause = relate(
        "cause",
        "cause_rain",
        "cause_dam",
        RelationType.TENSION,
        ConflictKind.CAUSE,
        level=Level.SPEAKERS,
        score=0.7,
        reason=Reason("other_cause", (("left", "hujan lebat"), ("right", "pembukaan bendungan"))),
    )
    relations = (
        deaths,
        gate,
        cause,
        relate(
            "dead",
            "dead_12",
            "dead_2019",
            RelationType.DIFFERENT_SCOPE,
            ConflictKind.NUMBER,
            score=0.2,
            reason=_figures("other_time", "3 Maret 2026", "2019"),
        ),
        relate(
            "houses",
            "houses_open",
            "houses_range",
            RelationType.COMPATIBLE,
            ConflictKind.NUMBER,
            score=0.1,
            reason=_figures("figure_fits", "> 2.000", "1.800-2.500"),
        ),
        relate(
            "evacuees",
            "evacuees_300",
            "evacuees_1250",
            RelationType.UPDATE,
            ConflictKind.NUMBER,
            score=0.3,
            reason=_figures("later_figure", "300", "1.250"),
        ),
    )
    return Analysis(
        Run(
            created="2026-03-06T08:00:00+00:00",
            settings=(("question_distance", "0.35"),),
            models=(("encoder", "fake-encoder"),),
            versions=(("ceksilang", "0.1.0"), ("python", "3.11.7")),
            documents=tuple(document.id for document in documents),
        ),
        tuple(_read(document, claims) for document in documents),
        tuple(questions.values()),
        relations,
        (
            Verdict(
                gate.id,
                "Ayu",
                Judgement.CONFLICT,
                "Rekaman wawancara diminta.",
                "2026-03-06T09:00:00.000000+00:00",
            ),
            Verdict(cause.id, "Ayu", Judgement.CONFLICT, "", "2026-03-06T09:01:00.000000+00:00"),
            Verdict(cause.id, "Ayu", Judgement.WITHDRAWN, "", "2026-03-06T09:02:00.000000+00:00"),
            Verdict(
                cause.id, "Bima", Judgement.NO_CONFLICT, "Dua sebab.", "2026-03-06T09:03:00.000000+00:00"
            ),
        ),
    )


def _figures(key: str, left: str, right: str) -> Reason:
    return Reason(key, (("left", left), ("right", right)))


def _read(document: Document, claims: dict[str, Claim]) -> Reading:
    own = tuple(sorted((c for c in claims.values() if c.document == document.id), key=lambda c: c.span))
    related = "Baca juga: Jadwal kereta ke Wening berubah"
    found = document.text.find(related)
    marks = (Boilerplate(Span(found, found + len(related)), "related_link"),) if found >= 0 else ()
    spans = sorted({claim.sentence for claim in own})
    return Reading(document, marks, tuple(Sentence(span, 0) for span in spans), own)


def make_hostile(payload: str) -> Analysis:
    """Return an analysis in which every field that comes from outside holds `payload`."""
    known = Known(payload, Basis.STATED, payload)
    left_document, right_document = (
        Document(
            f"{payload} {word}. {payload}",
            path=f"{payload}-{word}",
            url=url,
            outlet=known,
            title=known,
            published=known,
            language=known,
        )
        for word, url in (("satu", payload), ("dua", "javascript:alert(1)"))
    )
    left, right = (
        make_claim(
            document,
            f"{payload} {word}",
            attribution=(Speaker(payload, Span(0, 3), payload, Span(0, len(payload)), payload),),
            quantities=(Quantity(1, 2, Span(0, 1), payload, payload),),
            times=(Time(None, None, Span(0, len(payload))),),
            actors=(Actor(payload, payload, Span(0, 1)),),
        )
        for document, word in ((left_document, "satu"), (right_document, "dua"))
    )
    question = Question(
        payload, (left.id, right.id), (Position(payload, (left.id,)), Position(payload, (right.id,)))
    )
    relation = make_relation(
        question,
        left,
        right,
        RelationType.TENSION,
        ConflictKind.OTHER,
        reason=Reason("figures_apart", (("left", payload), ("right", payload))),
        evidence_left=(Span(left.span.end - len("satu"), left.span.end),),
        evidence_right=(Span(right.span.end - len("dua"), right.span.end),),
    )
    pairs = ((payload, payload),)
    return Analysis(
        Run(payload, pairs, pairs, pairs, (left_document.id, right_document.id)),
        tuple(
            Reading(document, (Boilerplate(Span(0, 2), payload),), (Sentence(claim.span, 0),), (claim,))
            for document, claim in ((left_document, left), (right_document, right))
        ),
        (question,),
        (relation,),
        (Verdict(relation.id, payload, Judgement.CONFLICT, payload, payload, payload),),
    )
