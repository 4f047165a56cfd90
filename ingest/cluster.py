"""Reading and embedding on the machines of a Ray cluster, or on a Ray started for the run on this one.

Knows how the cluster is reached, how much is under way at once, and that what a worker took with it is tried again.
What is done there is `ingest.remote`'s; who stores it is the ingest, alone. Ray is imported at the first work, its
telemetry and dashboard off, its logs in files.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import tempfile
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from corpus.errors import ClusterError
from ingest.embedding.onnx import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from ingest.remote import Unlike

__all__ = ["LOCAL", "AllLost", "Cluster"]

LOCAL = "local"  # the address of a cluster that is started for the run, and ends with it

_TRIES = 3  # of one piece of work, each by another worker
_AHEAD = 8  # pieces of work under way for each processor: while one is stored, the next ones are done
_AHEAD_BYTES = 256 * 1024**2  # of files under way, but for one that is larger
_STORE_BYTES = 512 * 1024**2  # of memory that Ray on this machine may hold results in
_CONNECT_S = 5.0
_PATIENCE_S = 30.0  # without a result, until it is asked whether anybody is left to give one
_TELEMETRY = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else a warning of what a later version will do
}
# For a cluster of this machine's own: every port on the loopback address, and none that answers without the key.
_PRIVATE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}

_Job = TypeVar("_Job")


class AllLost(Exception):
    """Each worker that was given a piece of work ended over it."""


class Cluster:
    """A Ray cluster by its address ("auto", "host:6379", or LOCAL), connected to at the first work.

    It is left, and one that was started here is ended, with the `with` block. Raises ClusterError when Ray is not
    installed; `map` when the cluster cannot be reached or used.
    """

    def __init__(self, address: str) -> None:
        if importlib.util.find_spec("ray") is None:
            raise ClusterError(
                "Ingesting on several machines needs Ray, which is not installed. Run: "
                "pip install 'inspectqa[ray]' - here and on every machine of the cluster."
            )
        self.address = address
        self._ray: Any = None
        self._left: list[Callable[[], None]] = []  # what is to be done when the cluster is left, the last first

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._left:
            self._left.pop()()
        self._ray = None

    @property
    def processors(self) -> int:
        """How many processors the cluster has now."""
        return int(self._connected().cluster_resources().get("CPU", 0))

    def map(
        self,
        work: Callable[..., Any],
        jobs: Iterator[tuple[_Job, tuple[Any, ...], int]],
    ) -> Iterator[tuple[_Job, Any | AllLost]]:
        """Yields each job with what `work` makes of its arguments, in the order given, several being under way.

        A job comes with its arguments and how many bytes it weighs. Where workers die, their work is given to others,
        _TRIES times in all; then it comes out as AllLost. What `work` raises is raised here as ClusterError.
        """
        ray = self._connected()
        task = ray.remote(num_cpus=1, max_retries=0)(work)
        most = _AHEAD * max(1, self.processors)
        under_way: deque[tuple[_Job, tuple[Any, ...], int, Any]] = deque()
        weight = 0
        try:
            for job, arguments, size in jobs:
                while under_way and (len(under_way) >= most or weight + size > _AHEAD_BYTES):
                    done, given, own, reference = under_way.popleft()
                    weight -= own
                    yield done, self._result(task, given, reference)
                under_way.append((job, arguments, size, task.remote(*arguments)))
                weight += size
            while under_way:
                done, given, _, reference = under_way.popleft()
                yield done, self._result(task, given, reference)
        finally:
            for *_, reference in under_way:
                ray.cancel(reference)

    def _result(self, task: Any, arguments: tuple[Any, ...], reference: Any) -> Any | AllLost:
        ray = self._ray
        for left in range(_TRIES - 1, -1, -1):
            try:
                while not ray.wait([reference], timeout=_PATIENCE_S)[0]:
                    if not self.processors:
                        raise ClusterError(
                            f"No machine of the Ray cluster at {self.address} is left to work. Start one with `ray "
                            "start --address=...` and run the command again: it goes on where it stopped."
                        )
                return ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                raise ClusterError(
                    f"A worker of the Ray cluster at {self.address} could not do its part ({_cause(error)}). See that "
                    "the same inspectqa is installed on every machine of it, then run the command again: it goes on "
                    "where it stopped."
                ) from None
            except ray.exceptions.RayError:  # a worker, or its machine, has gone, with what it had made
                if left:
                    reference = task.remote(*arguments)
        return AllLost()

    def refuse(self, unlike: Unlike) -> None:
        """Raises ClusterError for a machine that would give something else than this one."""
        raise ClusterError(
            f"A machine of the Ray cluster would give another library than this one: they differ in {unlike.what} "
            f"({unlike.here} there, {unlike.there} here). Install and set the same on every machine, start Ray anew "
            "there, and run the command again: it goes on where it stopped."
        )

    # coming and going

    def _connected(self) -> Any:
        if self._ray is None:
            self._ray = self._connect()
            if not self.processors:
                raise ClusterError(
                    f"The Ray cluster at {self.address} has no processors to work on. Start a machine of it with `ray "
                    "start --address=...`, then run the command again."
                )
        return self._ray

    def _connect(self) -> Any:
        os.environ.update(_TELEMETRY)
        options: dict[str, Any] = {"address": self.address}
        if self.address == LOCAL:
            # Ray keeps sockets there, whose paths may not be long: hence not where TMPDIR says.
            folder = tempfile.mkdtemp(prefix="inspectqa-", dir="/tmp" if Path("/tmp").is_dir() else None)
            self._left.append(lambda: shutil.rmtree(folder, ignore_errors=True))
            self._left.append(_set({**_PRIVATE, "RAY_AUTH_TOKEN": secrets.token_hex(32)}))
            options |= {
                "num_cpus": cores(),
                "include_dashboard": False,
                "object_store_memory": _STORE_BYTES,
                "_node_ip_address": "127.0.0.1",
                "_temp_dir": folder,
            }
        else:
            self._look_there()
        import ray

        job = ray.job_config.JobConfig()
        job._py_driver_sys_path = _Closed()
        if ray.is_initialized():  # by the program that this is a part of
            return ray
        handled = signal.getsignal(signal.SIGTERM)
        try:
            ray.init(**options, job_config=job, log_to_driver=False, logging_level="critical")
        except Exception as error:  # Ray raises what its parts do: ConnectionError, RuntimeError, bare Exception
            ray.shutdown()
            raise ClusterError(self._out_of_reach(error)) from error
        finally:
            if threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGTERM, handled)
        self._left.append(_quiet(ray))
        self._left.append(ray.shutdown)
        return ray

    def _look_there(self) -> None:
        """Raises ClusterError where nobody listens at the address: Ray itself would wait for minutes, and say so."""
        try:
            parts = urlsplit(f"//{self.address.rpartition('//')[2]}")
            place = (parts.hostname, parts.port)
        except ValueError as error:
            raise ClusterError(self._out_of_reach(error)) from None
        if None not in place:
            try:
                socket.create_connection(place, timeout=_CONNECT_S).close()
            except OSError as error:
                raise ClusterError(self._out_of_reach(error)) from None

    def _out_of_reach(self, error: Exception) -> str:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        if self.address == LOCAL:
            return (
                f"Ray did not start on this machine ({said}). Run the command without --ray: one machine's processors "
                "are all in use without it too."
            )
        return (
            f"No Ray cluster answers at {self.address} ({said}). See that it runs (`ray status`) and that this machine "
            "is a part of it (`ray start --address=...`), or leave --ray out."
        )


class _Closed(list[str]):
    """The folders that workers look for modules in, to which Ray would add the one that the command runs in."""

    def extend(self, folders: Any) -> None:
        """Adds none: a folder of reports may hold anything."""


def _set(variables: Mapping[str, str]) -> Callable[[], None]:
    """Set environment variables; gives what puts them back."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)

    def back() -> None:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    return back


def _quiet(ray: Any) -> Callable[[], None]:
    """Keep Ray from printing, among answers, what became of its workers; gives what lets it again.

    There is no setting for that: what is asked not to be printed (`log_to_driver`) is only what workers print.
    """
    printer = getattr(ray._private.worker, "print_to_stdstream", None)
    ray._private.worker.print_to_stdstream = lambda *_, **__: None
    return lambda: setattr(ray._private.worker, "print_to_stdstream", printer)


def _cause(error: BaseException) -> str:
    """The last line of what a worker printed of its error."""
    lines: Sequence[str] = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else type(error).__name__
