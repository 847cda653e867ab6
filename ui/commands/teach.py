"""The command `teach`: learn the order of the queue from the verdicts so far, or take it back."""

from __future__ import annotations

from compare.teach import LEAST, LEAST_EACH, Lesson, take_back, teach
from ui.commands.call import Call
from ui.commands.console import print_lines

NOTHING_LEARNED = 1  # the exit code when there are too few verdicts


def run_teach(reviewer: str, undo: bool, call: Call) -> int:
    """Learn or take back, say what came of it, and return the exit code."""
    with call.open_store() as store:
        if undo:
            taken = take_back(store, reviewer)
            print_lines([call.tell("teach.taken_back" if taken else "teach.nothing_to_undo")])
            return 0
        lesson = teach(store, reviewer)
    print_lines(tell_lesson(lesson, call))
    return NOTHING_LEARNED if lesson.problem else 0


def tell_lesson(lesson: Lesson, call: Call) -> list[str]:
    """Return what was learned in words."""
    lines = [call.tell("teach.decided", count=lesson.decided, conflicts=lesson.conflicts)]
    if lesson.problem:
        needed = {"least": LEAST, "each": LEAST_EACH, "missing": lesson.missing}
        return [*lines, call.tell(f"teach.{lesson.problem}", **needed)]
    figures = {"before": f"{lesson.before:.3f}", "after": f"{lesson.after:.3f}"}
    bounds = {"low": f"{lesson.gain_low:+.3f}", "high": f"{lesson.gain_high:+.3f}"}
    lines.append(call.tell("teach.measured", **figures, **bounds))
    return [*lines, call.tell("teach.better" if lesson.is_better else "teach.not_better")]
