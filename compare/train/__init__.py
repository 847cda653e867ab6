"""Training the relation model: `python -m compare.train --bench FOLDER` makes the weights that ship.

Nothing here is needed to use Ceksilang.  `data` reads public sets, `stories` our own, `augment` writes pairs
whose labels follow from their facts, `mix` says how much of what is seen when, `loop` trains.
"""
