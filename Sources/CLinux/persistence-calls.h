#ifndef EARSHOT_CLINUX_PERSISTENCE_CALLS_H
#define EARSHOT_CLINUX_PERSISTENCE_CALLS_H
// The system calls of the data folder that Swift's Glibc module cannot call or hides: open (variadic), fallocate, flock.
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/file.h>
#include <sys/statvfs.h>

// Declared here because _GNU_SOURCE must not be: Swift's own module of glibc is built without.
int fallocate(int, int, off_t, off_t);

/// openat(2) with a mode for a file that is made; never inherited by a child process.
static inline int earshot_openat(int folder, const char *name, int flags, unsigned int mode) {
    return openat(folder, name, flags | O_CLOEXEC, mode);
}

/// Reserves blocks up to `count` bytes and grows the file to them; 0 or an errno. Not posix_fallocate: where the file
/// system cannot reserve, glibc's twin writes a byte into every block behind the back of whoever else writes.
static inline int earshot_fallocate(int file, long long count) {
    return fallocate(file, 0, 0, count) == 0 ? 0 : errno;
}

/// Gives back the blocks of `count` bytes from `offset` on, which then read as zeros; 0 or an errno. The file keeps its length.
static inline int earshot_release(int file, long long offset, long long count) {
    return fallocate(file, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, offset, count) == 0 ? 0 : errno;
}

/// Takes the exclusive lock of an open file without waiting; 0 or an errno (EWOULDBLOCK: another holds it).
static inline int earshot_lock_exclusively(int file) { return flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

/// Gives up the lock of the file, also where another process has inherited the descriptor; 0 or an errno.
static inline int earshot_unlock(int file) { return flock(file, LOCK_UN) == 0 ? 0 : errno; }

/// Bytes an ordinary user can still write to the file system of an open folder, or -1 with errno set.
static inline long long earshot_free_bytes(int folder) {
    struct statvfs figures;
    if (fstatvfs(folder, &figures) != 0) return -1;
    return (long long)figures.f_bavail * (long long)figures.f_frsize;
}
#endif
