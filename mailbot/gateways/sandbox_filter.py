"""What the sandbox's child may not ask of the kernel: no network, no other program, no signals.

A seccomp filter (seccomp(2)), set by the child for itself once its modules are loaded; it needs no
privilege and cannot be taken off. Standard library only: it runs in the child.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, KILL_PROCESS, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER_AT, ARCHITECTURE_AT = 0, 4  # offsets in struct seccomp_data
OTHER_ABI = 0x40000000  # x32 calls are x86-64 calls with this bit

# In order: socket, connect, bind, execve, execveat, ptrace, kill, tkill, process_vm_writev,
# io_uring_setup (which could open sockets by itself). tgkill stays: abort() uses it.
REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 62, 200, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 129, 130, 271, 425)),
}


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def refuse_outside_calls() -> bool:
    """Set the filter; False where this machine is not known or its kernel has no seccomp."""
    known = REFUSED.get(platform.machine())
    if known is None:
        return False
    code = filter_code(*known)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def filter_code(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Return the filter as BPF instructions: code, jump if true, jump if false, operand."""
    count = len(refused)
    steps = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, count + 1, 0, OTHER_ABI),
        *((EQUAL, count - at, 0, number) for at, number in enumerate(refused)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
