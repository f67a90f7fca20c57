"""One audit's DuckDB: the typed logs, the shared macros and the relations that checks read."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.engine import loading, macros, relations
from commsaudit.engine.loading import Loaded, Loader
from commsaudit.engine.settling import settle
from commsaudit.engine.suspects import REASONS, Suspects
from commsaudit.engine.typed import kept_columns
from commsaudit.logs.table import RawTable, lines_of
from commsaudit.logs.typing import TYPES
from commsaudit.model.inputs import InputFile, Reject
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.outcome import Evidence
from commsaudit.model.period import Period
from commsaudit.model.schema import Log, logs

_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the files of one log brought: the columns that every file has, and the files themselves.

    ``kept`` are the columns that were loaded: those that somebody reads.
    """

    columns: frozenset[str]
    kept: frozenset[str]
    files: tuple[Loaded, ...]
    suspects: Suspects


@dataclass
class Database:
    """The engine. Use it as a context manager: it closes its connection."""

    memory_limit: str | None = None
    threads: int | None = None
    temp_dir: Path | None = None
    supplied: dict[str, Supplied] = field(default_factory=dict)
    inputs: list[InputFile] = field(default_factory=list)
    macros: set[str] = field(default_factory=set)
    _root: duckdb.DuckDBPyConnection = field(init=False)
    _cursors: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    _left_behind: bool = False
    _mine: threading.local = field(default_factory=threading.local)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of this thread, to the same data as that of every other."""
        mine: duckdb.DuckDBPyConnection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._root.cursor()
            macros.know_calendar(mine)
            self._mine.connection = mine
            self._cursors.append(mine)
        return mine

    @contextmanager
    def apart(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that nobody has used, and that nobody uses afterwards: its temporary objects and variables are its own."""
        connection = self._root.cursor()
        macros.know_calendar(connection)
        self._cursors.append(connection)
        try:
            yield connection
        finally:
            if connection in self._cursors:
                self._cursors.remove(connection)
                connection.close()

    def leave(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Never close ``connection``, which does not come back from its statement, nor what it works on: the process ends both."""
        self._cursors.remove(connection)
        self._left_behind = True

    def keep_statements_apart(self) -> None:
        """Run each statement on one thread: with little in the logs, several statements side by side are quicker."""
        if not self.threads:
            self.connection.execute("SET GLOBAL threads = 1")

    def lock(self) -> None:
        """From now on no file is reached but the engine's temporary ones, no network, and no setting can be changed.

        What a check says of a time does not depend on where the machine stands.
        """
        self.connection.execute(
            "SET GLOBAL TimeZone = 'UTC'; SET GLOBAL enable_external_access = false; SET GLOBAL lock_configuration = true"
        )

    @contextmanager
    def workers(self) -> Iterator[ThreadPoolExecutor]:
        """Threads that work side by side, each with its connection: small statements spend their time in planning,
        which uses one processor. Under a memory limit one thread at a time, so that queries do not share it.
        """
        pool = ThreadPoolExecutor(1 if self.memory_limit or self.threads == 1 else _WORKERS)
        try:
            yield pool
        except BaseException:
            for connection in (self._root, *self._cursors):
                connection.interrupt()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        # No variable of ours is a table, and nothing is fetched.
        config: dict[str, str | bool | int | float | list[str]] = {
            "preserve_insertion_order": True,
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
        if self.memory_limit:
            config["memory_limit"] = self.memory_limit
        else:
            # Nothing is kept beyond the audit: to tidy up tables in the middle of it is a tenth of its time.
            config["checkpoint_threshold"] = "1TB"
        if self.threads:
            config["threads"] = self.threads
        if self.temp_dir:
            config["temp_directory"] = str(self.temp_dir)
        self._root = self._mine.connection = duckdb.connect(config=config)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._cursors if self._left_behind else (*self._cursors, self._root):
            connection.close()

    def prepare(
        self, period: Period, working_days: WorkingDays, *, roll_to_working_day: bool, longest_term: int = 0
    ) -> None:
        """Create the macros for ``period``; ``longest_term``: the working days of the longest parameter."""
        macros.install(
            self.connection, period, working_days, roll_to_working_day=roll_to_working_day, longest_term=longest_term
        )

    def load(
        self,
        log: Log,
        raws: Sequence[RawTable],
        options: LogOptions,
        zone: str,
        clauses: Sequence[str],
        reread: Callable[[RawTable], RawTable],
        needed: frozenset[str] | None = None,
        most_rejects: int = Limits().rejects,
    ) -> None:
        """Load the files of ``log`` and set aside what does not count. Projects come first.

        ``clauses`` are the ids that inspections may name; ``reread`` gives a file again, read carefully; ``needed`` are
        the columns that are kept (None: all); of rejects so many are.

        Raises:
            duckdb.Error: a file cannot be scanned.
        """
        loading.create_stage(self.connection, log, needed)
        loader = Loader(self.connection, log, options, zone, needed, reread, self.macros, most_rejects)
        files, suspects = loader.load(raws)
        known = "projects" in self.supplied
        twice = settle(loader, files, suspects, projects_known=known, clauses=clauses)
        # An empty template beside an export says nothing of what the export lacks.
        telling = next((part.raw for part in files if part.rows), raws[0])
        self.supplied[log.name] = Supplied(
            frozenset(telling.columns),
            frozenset(column.name for column in kept_columns(log, needed)),
            tuple(files),
            suspects,
        )
        refused = suspects.refused()
        for number, part in enumerate(files):
            here = range(part.first, part.first + part.rows)
            duplicates, superseded = twice.get(number, (0, 0))
            structural = part.raw.faulty
            rejected = structural + bisect_left(refused, here.stop) - bisect_left(refused, here.start)
            rows = part.rows + structural - sum(row in here for row in suspects.blank)
            self.inputs.append(
                InputFile(
                    log.name,
                    part.raw.file,
                    part.raw.sha256,
                    rows,
                    rows - rejected - duplicates - superseded,
                    rejected,
                    duplicates,
                    superseded,
                )
            )

    def offer(self, period: Period, selected: Sequence[str] | None, days_back: int = 0) -> None:
        """Create ``projects`` and all that is built on it; ``selected`` ids only, where given. Then the engine is locked.

        ``days_back``: a company's terms are longer by so many days than the checks' own.
        """
        columns = logs()["projects"].columns
        if "projects" in self.supplied:
            source = "SELECT * EXCLUDE (_row) FROM project_rows"
        else:
            nulls = ", ".join(
                f"CAST(NULL AS {TYPES[column.type]}) AS {column.name}"
                for column in columns
                if column.name != "project_id"
            )
            source = f"SELECT project_id, {nulls} FROM ({self._named_projects()})"
        self.connection.execute(f"CREATE TABLE projects AS SELECT * FROM ({source}) ORDER BY project_id")
        if selected is not None:
            self.connection.register("selection", pa.table({"project_id": pa.array(selected, pa.string())}))
            self.connection.execute("DELETE FROM projects WHERE project_id NOT IN (SELECT project_id FROM selection)")
            self.connection.unregister("selection")
        relations.offer(self.connection, period, days_back)
        if "survey_answers" in self.supplied:
            relations.offer_survey_questions(self.connection)
        self.lock()

    def forget_logs(self) -> None:
        """Give back the memory of the typed logs, which nobody will read again."""
        self.connection.execute("".join(f"DROP TABLE stage_{name}; " for name in self.supplied))

    def known_projects(self) -> list[str]:
        """The projects that could be audited: those of the log, else those that the logs name."""
        source = "project_rows" if "projects" in self.supplied else f"({self._named_projects()})"
        rows = self.connection.execute(f"SELECT project_id FROM {source} ORDER BY project_id").fetchall()
        return [row[0] for row in rows]

    def _named_projects(self) -> str:
        selects = [f"SELECT DISTINCT project_id FROM {name}" for name in self.supplied if name != "projects"]
        return " UNION ".join(selects) or "SELECT CAST(NULL AS VARCHAR) AS project_id WHERE FALSE"

    def fill_in_roles(self) -> None:
        """A contact without a role takes that of its staff member (semantics.md, "Things in force")."""
        if "staff" in self.supplied and "contacts" in self.supplied:
            self.connection.execute(
                "UPDATE stage_contacts SET staff_role = staff.role FROM staff"
                " WHERE stage_contacts.staff_role IS NULL AND stage_contacts.project_id = staff.project_id"
                " AND stage_contacts.staff_id = staff.staff_id AND staff.role IS NOT NULL"
            )

    def rejects(self) -> list[Reject]:
        """The values for which rows were set aside, by log, file and line: all, or the first of a log that has too many."""
        found: list[Reject] = []
        for name, supplied in self.supplied.items():
            structural = [reject for part in supplied.files for reject in part.raw.rejects]
            found.extend(structural[: supplied.suspects.most])
            places = self.places(name, [wrong.row for wrong in supplied.suspects.wrong])
            for wrong in supplied.suspects.wrong:
                place = places[wrong.row]
                reason = REASONS[wrong.reason].replace("LOG", name)
                found.append(Reject(name, place.file, place.line, wrong.column, wrong.value, reason))
        return sorted(found, key=lambda reject: (reject.log, reject.file, reject.line, reject.column))

    def unknown_words(self) -> dict[tuple[str, str], dict[str, int]]:
        """Per log and column, the words that were read as ``other`` and how often."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for name, supplied in sorted(self.supplied.items()):
            for (column, word), times in sorted(supplied.suspects.others.items()):
                found.setdefault((name, column), {})[word] = times
        return found

    def places(self, log: str, rows: Iterable[int]) -> Mapping[int, Evidence]:
        """Where the rows of the stage table of ``log`` stand: file and line."""
        wanted = sorted(set(rows))
        found: dict[int, Evidence] = {}
        for part in self.supplied[log].files:
            here = [row for row in wanted if part.first <= row < part.first + part.rows]
            lines = lines_of(part.raw, [row - part.first for row in here])
            found.update({row: Evidence(log, part.raw.file, lines[row - part.first]) for row in here})
        return found

    def empty_logs(self) -> dict[str, list[str]]:
        """Per project, the logs that are there but hold no row of it."""
        found: dict[str, list[str]] = {}
        names = [name for name in logs() if name != "projects" and name in self.supplied]
        empty = " UNION ALL ".join(
            f"SELECT {place} AS place, project_id FROM projects"
            f" WHERE project_id NOT IN (SELECT DISTINCT project_id FROM {name})"
            for place, name in enumerate(names)
        )
        for place, project_id in self.connection.execute(f"{empty} ORDER BY ALL").fetchall() if names else ():
            found.setdefault(project_id, []).append(names[place])
        return found
