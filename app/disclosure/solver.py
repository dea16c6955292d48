"""Linear programmes, solved by HiGHS: the same rows and bounds, one question after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from app.disclosure.relations import INFINITE, Rows


class NotSolved(Exception):
    """The solver found no optimum: the relations contradict each other, which the truth never does."""


@dataclass(frozen=True)
class Solution:
    """A point that fits all that is known, with the smallest sum that was asked for.

    ``prices`` say by how much that sum would change with the bound that a variable is at: positive at its least value,
    negative at its most.
    """

    values: np.ndarray
    prices: np.ndarray


class Programme:
    """Rows and bounds, and the questions that are put to them."""

    def __init__(self, rows: Rows, least: Sequence[float], most: Sequence[float]) -> None:
        self._columns = len(least)
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        # One thread and a fixed seed: the same counts must always give the same release.
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("random_seed", 0)
        programme = highspy.HighsLp()
        programme.num_col_ = self._columns
        programme.num_row_ = len(rows.least)
        programme.col_cost_ = np.zeros(self._columns)
        programme.col_lower_ = np.array(least, dtype=float)
        programme.col_upper_ = _finite(most)
        programme.row_lower_ = _finite(rows.least)
        programme.row_upper_ = _finite(rows.most)
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
        programme.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
        programme.a_matrix_.value_ = np.array(rows.factors, dtype=float)
        self._highs.passModel(programme)
        self._all = np.arange(self._columns, dtype=np.int32)

    def least(self, weights: Mapping[int, float]) -> Solution:
        """Minimise the sum of these variables with their weights. Raises NotSolved."""
        costs = np.zeros(self._columns)
        costs[list(weights)] = list(weights.values())
        self._highs.changeColsCost(self._columns, self._all, costs)
        # From the beginning: with presolve it is many times faster than on from the last solution (measured).
        self._highs.clearSolver()
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(str(self._highs.getModelStatus()))
        found = self._highs.getSolution()
        return Solution(np.array(found.col_value), np.array(found.col_dual))


def _finite(bounds: Sequence[float]) -> np.ndarray:
    found = np.array(bounds, dtype=float)
    found[found == INFINITE] = highspy.kHighsInf
    found[found == -INFINITE] = -highspy.kHighsInf
    return found
