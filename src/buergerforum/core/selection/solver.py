"""The one door to HiGHS: linear and integer programs with fixed tolerances, one thread and a fixed seed.

Nothing here knows about panels. Whatever could make two runs differ is pinned in this module: the number of
threads, the solver's seed, the tolerances, and that there is no limit on wall-clock time. Limits are counted in
nodes of the search tree, which are the same on every machine.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

INFINITY = highspy.kHighsInf
FEASIBILITY = 1e-10
"""How far a linear program may miss a row or a bound; the smallest HiGHS allows."""
OPTIMALITY = 1e-10
"""How negative a reduced cost may be at an optimum of a linear program; the smallest HiGHS allows."""
INTEGRALITY = 1e-6
"""How far an integer program may miss a whole number before we round it; what we round is checked with integers."""
POSITIVE = 1e-9
"""A dual value above this counts as positive."""
REACHED = 1e-9
"""A lottery that misses every chance by no more than this reaches the chances."""
_SEED = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Linear rows `lower ≤ matrix · x ≤ upper` in compressed form."""

    lower: Floats
    """Shape (rows,)."""
    upper: Floats
    """Shape (rows,)."""
    starts: Ints
    """Shape (rows + 1,): where each row begins in `columns` and `values`."""
    columns: Ints
    """Shape (entries,)."""
    values: Floats
    """Shape (entries,)."""

    @classmethod
    def dense(cls, matrix: NDArray[np.number], lower: NDArray[np.number], upper: NDArray[np.number]) -> "Rows":
        """Compress a dense matrix of shape (rows, columns)."""
        rows, columns = np.nonzero(matrix)
        starts = np.searchsorted(rows, np.arange(matrix.shape[0] + 1))
        return cls(
            np.asarray(lower, dtype=np.float64),
            np.asarray(upper, dtype=np.float64),
            starts.astype(np.int64),
            columns.astype(np.int64),
            matrix[rows, columns].astype(np.float64),
        )


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise or minimise `cost · x` over rows and bounds."""

    cost: Floats
    """Shape (columns,)."""
    lower: Floats
    """Shape (columns,)."""
    upper: Floats
    """Shape (columns,)."""
    rows: Rows
    """What the unknowns must meet."""
    maximise: bool = False
    """Whether the objective is made large instead of small."""
    integer: Bools | None = None
    """Which columns must be whole numbers; None: a linear program."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """Optimum of a linear program."""

    value: float
    """Of the objective."""
    x: Floats
    """Shape (columns,)."""
    row_duals: Floats
    """Shape (rows,)."""
    reduced_costs: Floats
    """Shape (columns,)."""


@dataclass(frozen=True, slots=True)
class Integral:
    """What the search for whole numbers found."""

    x: Ints | None
    """Shape (columns,), the rounded best point; None: none found."""
    bound: float
    """Proven bound on the objective."""
    infeasible: bool = field(default=False)
    """Proven: there is no point at all."""


class InfeasibleError(ArithmeticError):
    """A linear program that must have an optimum has none."""


class Linear:
    """A linear program that is changed and solved again from where it stood.

    Parameters
    ----------
    program
        Its `integer` is ignored.
    """

    def __init__(self, program: Program) -> None:
        self._highs = _configured()
        self._load(program)

    def _load(self, program: Program) -> None:
        self._highs.passModel(_highs_model(program, integral=False))

    def solve(self) -> Optimum:
        """Solve from the last basis.

        Raises
        ------
        InfeasibleError
            If there is no optimum.
        """
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise InfeasibleError(str(self._highs.getModelStatus()))
        solution = self._highs.getSolution()
        return Optimum(
            self._highs.getInfo().objective_function_value,
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
        )

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._highs.changeColBounds(column, lower, upper)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def add_column(self, cost: float, rows: Ints, values: Floats) -> None:
        """Add a column that is at least 0."""
        self._highs.addCol(cost, 0.0, INFINITY, len(rows), rows.astype(np.int32), values)

    def add_columns(self, cost: float, matrix: NDArray[np.number]) -> None:
        """Add columns that are at least 0; `matrix` has shape (new columns, rows)."""
        compressed = Rows.dense(matrix, np.zeros(len(matrix)), np.zeros(len(matrix)))
        number = len(matrix)
        self._highs.addCols(
            number,
            np.full(number, cost),
            np.zeros(number),
            np.full(number, INFINITY),
            len(compressed.columns),
            compressed.starts[:-1].astype(np.int32),
            compressed.columns.astype(np.int32),
            compressed.values,
        )


def solve_integer(
    program: Program, *, gap: float = 0.0, nodes: int | None = None, target: float | None = None
) -> Integral:
    """Solve an integer program.

    Parameters
    ----------
    program
        With `integer`.
    gap
        Absolute difference between bound and best point that is small enough; 0.999 where the objective is whole.
    nodes
        Give up after so many nodes of the search tree; None: never.
    target
        Stop as soon as a point this good is found; None: only at the best.
    """
    highs = _configured()
    _set(highs, "mip_rel_gap", 0.0)
    _set(highs, "mip_abs_gap", gap)
    _set(highs, "mip_feasibility_tolerance", INTEGRALITY)
    # Our programs are small: beginning anew after the root costs more than it saves.
    _set(highs, "mip_allow_restart", False)  # noqa: FBT003 - the solver's signature
    if nodes is not None:
        _set(highs, "mip_max_nodes", nodes)
    if target is not None:
        _set(highs, "objective_target", target)
    highs.passModel(_highs_model(program, integral=True))
    highs.run()
    status = highs.getModelStatus()
    worst = INFINITY if program.maximise else -INFINITY
    if status == highspy.HighsModelStatus.kInfeasible:
        return Integral(None, -worst, infeasible=True)
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64) if found else None
    return Integral(x, info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else worst)


def version() -> str:
    """Return the version of HiGHS."""
    return str(_configured().version())


class UnknownOptionError(RuntimeError):
    """An option by which we make sure of the answers of the solver is not taken by this version of it."""


class _Quiet(highspy.Highs):
    """The solver without its banner: since HiGHS 1.16 its constructor prints one while it enables callbacks."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the solver's name
        """Be silent before anything can be said; we use no callbacks."""
        _set(self, "output_flag", False)  # noqa: FBT003 - the solver's signature


def _set(highs: highspy.Highs, option: str, value: bool | float) -> None:  # noqa: FBT001 - the solver's signature
    """Set an option of the solver, which must take it as it is."""
    if highs.setOptionValue(option, value) != highspy.HighsStatus.kOk:
        raise UnknownOptionError(f"HiGHS does not take {option} = {value}")


def _configured() -> highspy.Highs:
    highs = _Quiet()  # type: ignore[no-untyped-call]
    _set(highs, "output_flag", False)  # noqa: FBT003 - older versions enable no callbacks by themselves
    _set(highs, "threads", 1)
    _set(highs, "random_seed", _SEED)
    _set(highs, "primal_feasibility_tolerance", FEASIBILITY)
    _set(highs, "dual_feasibility_tolerance", OPTIMALITY)
    return highs


def _highs_model(program: Program, *, integral: bool) -> highspy.HighsLp:
    rows = program.rows
    model = highspy.HighsLp()
    model.num_col_ = len(program.cost)
    model.num_row_ = len(rows.lower)
    model.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
    model.col_cost_ = program.cost
    model.col_lower_ = program.lower
    model.col_upper_ = program.upper
    model.row_lower_ = rows.lower
    model.row_upper_ = rows.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.starts.astype(np.int32)
    model.a_matrix_.index_ = rows.columns.astype(np.int32)
    model.a_matrix_.value_ = rows.values
    if integral and program.integer is not None:
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in program.integer
        ]
    return model
