"""Concepts that name who or what a claim speaks of, not what happens."""

from __future__ import annotations

# Of whom or how much: these concepts make no question of their own.
NO_ASPECT = frozenset(
    [
        "troops",
        "police",
        "protester",
        "worker",
        "passenger",
        "civilian",
        "student",
        "house",
        "village",
        "person",
        "victim",
        "total",
        "sequence",
        "lead",
        "weather",
    ]
)
# And things: that two claims name one says nothing of whether an event happened.
THINGS = NO_ASPECT | frozenset(
    [
        "food",
        "shelter",
        "waterworks",
        "bridge",
        "ship",
        "aircraft",
        "train",
        "school",
        "hospital",
        "medicine",
        "weapon",
        "fuel",
        "power_supply",
        "land",
        "internet",
        "press",
        "border",
        "candidate",
        "contract",
        "licence",
        "budget",
        "price",
        "wage",
        "tax",
        "alliance",
        "unit",
        "member",
        "footage",
        "match",
        "spectator",
        "exit_route",
        "schedule",
        "rule",
        "purpose",
        "help",
        "production",
        "trade",
    ]
)
