#ifndef EARSHOT_CLINUX_TRANSPORT_H
#define EARSHOT_CLINUX_TRANSPORT_H
// System calls for the Transport target that are variadic, hidden behind feature macros, or need C's atomics.
#include <errno.h>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Declared here because _GNU_SOURCE must not be: Swift's own module of glibc is built without, and the two would define
// fd_set differently.
int accept4(int, struct sockaddr *, socklen_t *, int);
int pthread_setname_np(pthread_t, const char *);
int pthread_setaffinity_np(pthread_t, size_t, const cpu_set_t *);

/// A descriptor that is ready: epoll_event without its union and its packing, which Swift holds to be unsafe.
struct earshot_readiness {
    uint64_t token;
    uint32_t events;
};

#define EARSHOT_EPOLL_BATCH 512

static inline int earshot_epoll_control(int poller, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(poller, operation, descriptor, &event);
}

/// epoll_wait for at most EARSHOT_EPOLL_BATCH descriptors.
static inline int earshot_epoll_wait(int poller, struct earshot_readiness *ready, int limit, int timeout_milliseconds) {
    struct epoll_event events[EARSHOT_EPOLL_BATCH];
    if (limit > EARSHOT_EPOLL_BATCH) limit = EARSHOT_EPOLL_BATCH;
    int count = epoll_wait(poller, events, limit, timeout_milliseconds);
    for (int i = 0; i < count; i++) {
        ready[i].token = events[i].data.u64;
        ready[i].events = events[i].events;
    }
    return count;
}

/// accept4 with SOCK_NONBLOCK and SOCK_CLOEXEC.
static inline int earshot_accept(int listener, struct sockaddr_storage *peer) {
    socklen_t length = sizeof *peer;
    return accept4(listener, (struct sockaddr *)peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/// Sleeps while *word is `expected`; a null `timeout` means for ever. Returns 0, or an errno value.
static inline int earshot_futex_wait(uint32_t *word, uint32_t expected, const struct timespec *timeout) {
    return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout, NULL, 0) == 0 ? 0 : errno;
}

/// Wakes one sleeper of *word.
static inline void earshot_futex_wake(uint32_t *word) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static inline uint32_t earshot_atomic_load(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline void earshot_atomic_store(uint32_t *word, uint32_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/// Binds a thread to one core. Returns 0, or an errno value.
static inline int earshot_pin_thread(pthread_t thread, int core) {
    cpu_set_t cores = {{0}};
    const int bits = 8 * sizeof cores.__bits[0];
    if (core < 0 || core >= (int)(8 * sizeof cores)) return EINVAL;
    cores.__bits[core / bits] = (__cpu_mask)1 << core % bits;
    return pthread_setaffinity_np(thread, sizeof cores, &cores);
}

/// Makes a file-size limit an error of the call (EFBIG) instead of the end of the process.
static inline void earshot_ignore_file_size_limit(void) { signal(SIGXFSZ, SIG_IGN); }

/// Has the allocator keep what is freed at the end of a heap, and take as much more at a time as it needs to.
static inline void earshot_keep_freed_memory(int kept_bytes, int step_bytes) {
    mallopt(M_TRIM_THRESHOLD, kept_bytes);
    mallopt(M_TOP_PAD, step_bytes);
}

/// Has the allocator give back what is free anywhere in its heaps.
static inline void earshot_release_freed_memory(void) { malloc_trim(0); }

/// Ignores SIGPIPE unless the process has already chosen what to do with it.
static inline void earshot_ignore_broken_pipes(void) {
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
}
#endif
