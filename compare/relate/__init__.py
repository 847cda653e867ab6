"""Typed relations between two claims, each with its reason.

`axes`, `cause`, `membership`, `negation`, `numbers`, `times` are comparators: each reads its own facts of a
claim and says what two claims are to each other, if they answer one question.  `join` weighs them and
decides.  To add a kind of conflict, write a comparator beside them, and name it in `join.COMPARATORS`.
"""
