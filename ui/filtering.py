"""The filters as widgets; the address is the truth, the widgets follow it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from claims.models import ConflictKind, Level, RelationType
from ui.components.frame import render_label, render_note
from ui.components.text import mend
from ui.desk import Desk, Status
from ui.filters import FACETS, NAMES, Filters, Survey, list_outlets, read_filters
from ui.guard import guarded
from ui.session import current_language, make_query, read_address, text
from ui.words import name_kind, name_language, name_level, name_relation, tell_outlet

SHOWN = "filters_shown"  # what the widgets stood for when the page was last drawn
DAYS = "filter_days"
OPTIONS = "filter_options"  # the value of each option by its label without the number
NUMBER = re.compile(r" \(\d+\)$")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)  # what the calendar can be turned to


def take_filters(desk: Desk) -> Filters:
    """Read the filters from the widgets, unless a link or the browser's Back has set the address since."""
    filters = read_filters(read_address(NAMES), list_outlets(desk))
    if st.session_state.get(SHOWN) != filters or "filter_status" not in st.session_state:
        _set_widgets(filters)
        return filters
    # on another page, and in a run that a click cut short, Streamlit forgets widgets; the address knows
    _set_widgets(filters, only_missing=True)
    for name in FACETS:
        _recover(name)
    given = {name: list(st.session_state[f"filter_{name}"]) for name in FACETS}
    days = [day.isoformat() for day in st.session_state[DAYS]]
    since, until = [*days, "", ""][:2]
    status = st.session_state["filter_status"]
    chosen = read_filters(given, list_outlets(desk))
    status = filters.status if status is None else status  # None: see _recover
    return replace(chosen, between=filters.between, status=status, since=since, until=until)


def _recover(name: str) -> None:
    """Put the options behind labels that are none any more.

    The browser names an option by its label, with the number in it.  Where that has moved since, because
    somebody else has judged, Streamlit gives the old label for the option (None, of a single choice).
    """
    known: dict[str, str] = st.session_state.get(OPTIONS, {}).get(name, {})
    given = st.session_state[f"filter_{name}"]
    meant = [value if value in known.values() else known.get(NUMBER.sub("", value), value) for value in given]
    # In every run: a browser that did not come to draw the first one never heard what stood in the address.
    st.session_state[f"filter_{name}"] = list(dict.fromkeys(meant))


def _set_widgets(filters: Filters, only_missing: bool = False) -> None:
    days = [filters.since or (FIRST_DAY.isoformat() if filters.until else ""), filters.until]
    wanted: dict[str, object] = {f"filter_{name}": list(getattr(filters, name)) for name in FACETS}
    wanted["filter_status"] = filters.status
    wanted[DAYS] = tuple(date.fromisoformat(day) for day in days if day)
    for key, value in wanted.items():
        if not only_missing or key not in st.session_state:
            st.session_state[key] = value


@guarded
def clear_filters() -> None:
    """Open all filters; for a button."""
    st.query_params.pop("between", None)
    st.session_state[SHOWN] = replace(st.session_state[SHOWN], between=())
    _set_widgets(Filters())


def show_filters(filters: Filters, found: Survey) -> None:
    """Show the filters with what each option would leave; options that would leave nothing are not shown."""
    language = current_language()
    st.html(render_label(text("side.filters")))
    for name in FACETS:
        present = _options(name, filters, found)
        if not present:
            continue
        names = {v: name_option(name, v, language) for v in present}
        st.session_state.setdefault(OPTIONS, {})[name] = {label: value for value, label in names.items()}
        labels = {v: f"{label} ({found.counts[name][v]})" for v, label in names.items()}
        st.multiselect(
            text(f"list.{name}"),
            present,
            format_func=labels.__getitem__,
            placeholder=text("list.any"),
            key=f"filter_{name}",
        )
    st.date_input(
        text("list.days"),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=DAYS,
        format="DD/MM/YYYY",
        help=text("list.days_help"),
    )


ORDERED = {
    "kind": [kind.value for kind in ConflictKind],
    "level": [level.value for level in Level],
    "relation": [relation.value for relation in RelationType if relation.is_flagged],
}


def _options(name: str, filters: Filters, found: Survey) -> list[str]:
    there = {*found.counts[name], *getattr(filters, name)}
    return [v for v in ORDERED[name] if v in there] if name in ORDERED else sorted(there, key=str.casefold)


def name_option(facet: str, value: str, lang: str) -> str:
    """Return the words for an option of a filter."""
    if facet == "kind":
        return name_kind(ConflictKind(value), lang)
    if facet == "level":
        return name_level(Level(value), lang)
    if facet == "language":
        return name_language(value, lang)
    if facet == "relation":
        return name_relation(RelationType(value), lang)
    return mend(tell_outlet(value, lang) if facet == "outlet" else value)


def show_status(found: Survey) -> None:
    """Show how many cards wait, are disputed, are done; the numbers add up to the first."""
    counts = found.counts["status"]
    numbers = {"": counts.total()} | {status.value: counts[status.value] for status in Status}
    labels = {value: f"{text('status.' + (value or 'all'))} ({number})" for value, number in numbers.items()}
    st.segmented_control(
        text("list.status"),
        list(numbers),
        format_func=labels.__getitem__,
        key="filter_status",
        required=True,
        label_visibility="collapsed",
    )


def remember_filters(filters: Filters, keep: tuple[str, ...] = ()) -> None:
    """Write the filters into the address and keep them for the way back.

    An address that says the same already is left alone: it came by a link or the browser's Back, and what
    else it names holds.

    Args:
        filters: what is shown.
        keep: further parameters that a change of the filters leaves as they are.
    """
    given = {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}
    if given != _as_lists(filters.to_query()):
        others = {name: st.query_params[name] for name in keep if name in st.query_params}
        st.query_params.from_dict(make_query(**filters.to_query(), **others))
    st.session_state[SHOWN] = filters
    st.session_state["list_query"] = filters.to_query()


def _as_lists(query: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in query.items()}


def show_filtered(filters: Filters, kept: int, total: int) -> None:
    """Say how much of the list is left, with a way to see all of it."""
    words = text("list.filtered", n=kept, total=total)
    if filters.between:
        words += " · " + text("list.between", one=filters.between[0], other=filters.between[1])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(render_note(words), width="content")
        st.button(text("list.clear"), icon=":material/close:", type="tertiary", on_click=clear_filters)
