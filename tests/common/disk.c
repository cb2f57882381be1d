// Stands between a program and the disk: writes down what it asks of one folder, or lets that folder be full.
//
// DISK_ROOT   the folder
// DISK_LOG    where every write, sync, change of length or name goes to, with what is said on standard output, in order
// DISK_FOREIGN  nothing is known of file systems, so that no disk is a local one
//
// A record: one letter, two lengths of paths (u32), a number (u64), a length (u64), then paths and bytes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int log_fd = -2;
// How many more bytes the files may grow by, once the program says "room N"; -1 for any number.
static long long room = -1;

static int starts(const char *path) {
    static const char *root;
    if (!root && !(root = getenv("DISK_ROOT"))) return 0;
    size_t length = strlen(root), end = strlen(path);
    // What SQLite keeps beside a log for those who share it outlives no power cut.
    if (end > 4 && !strcmp(path + end - 4, "-shm")) return 0;
    return !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int path_of(int fd, char *path) {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    return starts(path) && !strstr(path, " (deleted)");
}

static void note(char letter, const char *one, const char *two, uint64_t number, const void *data, uint64_t length) {
    if (log_fd == -2) {
        const char *place = getenv("DISK_LOG");
        log_fd = place ? REAL(open)(place, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    if (log_fd < 0) return;
    char head[25];
    uint32_t first = strlen(one), second = two ? strlen(two) : 0;
    head[0] = letter;
    memcpy(head + 1, &first, 4);
    memcpy(head + 5, &second, 4);
    memcpy(head + 9, &number, 8);
    memcpy(head + 17, &length, 8);
    struct iovec parts[4] = {
        {head, 25}, {(void *)one, first}, {(void *)(two ? two : ""), second}, {(void *)data, length}};
    if (writev(log_fd, parts, 4) < 0) abort();
}

// How many of the bytes find room; the file may be written where it is already.
static ssize_t fits(int fd, size_t count, off_t at) {
    struct stat facts;
    if (room < 0 || fstat(fd, &facts)) return count;
    long long more = at + (long long)count - facts.st_size;
    if (more <= 0) return count;
    if (more > room) {
        long long less = (long long)count - (more - room);
        room = 0;
        return less > 0 ? less : -1;
    }
    room -= more;
    return count;
}

static ssize_t put(int fd, const void *data, size_t count, off_t at, int placed) {
    char path[4096];
    if (fd == 1) {
        const char *said = memmem(data, count, "room ", 5);
        if (said) room = atoll(said + 5);
        note('a', "", 0, 0, data, count);
    }
    if (!path_of(fd, path)) return placed ? REAL(pwrite)(fd, data, count, at) : REAL(write)(fd, data, count);
    if (!placed) {
        at = lseek(fd, 0, SEEK_CUR);
        if (fcntl(fd, F_GETFL) & O_APPEND) at = lseek(fd, 0, SEEK_END);
    }
    ssize_t most = fits(fd, count, at);
    if (most < 0) {
        errno = ENOSPC;
        return -1;
    }
    ssize_t done = placed ? REAL(pwrite)(fd, data, most, at) : REAL(write)(fd, data, most);
    if (done > 0) note('w', path, 0, at, data, done);
    return done;
}

ssize_t write(int fd, const void *data, size_t count) { return put(fd, data, count, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { return put(fd, data, count, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t count, off_t at) { return put(fd, data, count, at, 1); }

ssize_t copy_file_range(int a, off_t *b, int c, off_t *d, size_t e, unsigned f) { errno = ENOSYS; return -1; }
ssize_t sendfile(int a, int b, off_t *c, size_t d) { errno = ENOSYS; return -1; }
ssize_t sendfile64(int a, int b, off_t *c, size_t d) { errno = ENOSYS; return -1; }
int posix_fallocate(int a, off_t b, off_t c) { return EOPNOTSUPP; }
int posix_fallocate64(int a, off_t b, off_t c) { return EOPNOTSUPP; }

int ftruncate(int fd, off_t length) {
    char path[4096];
    int done = REAL(ftruncate)(fd, length);
    if (!done && path_of(fd, path)) note('t', path, 0, length, 0, 0);
    return done;
}
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static int synced(int fd, int done) {
    char path[4096];
    if (!done && path_of(fd, path)) note('s', path, 0, 0, 0, 0);
    return done;
}
int fsync(int fd) { return synced(fd, REAL(fsync)(fd)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)(fd)); }

static int opened(const char *path, int flags, mode_t mode) {
    if (getenv("DISK_FOREIGN") && !strcmp(path, "/proc/self/mountinfo")) {
        errno = ENOENT;
        return -1;
    }
    int ours = starts(path) && path[0] == '/', fresh = ours && access(path, F_OK);
    int fd = REAL(open)(path, flags, mode);
    if (fd >= 0 && ours && (flags & O_CREAT) && fresh) note('o', path, 0, 0, 0, 0);
    if (fd >= 0 && ours && (flags & O_TRUNC) && !fresh) note('t', path, 0, 0, 0, 0);
    return fd;
}

#define OPENS(name)                                         \
    int name(const char *path, int flags, ...) {            \
        va_list rest;                                       \
        va_start(rest, flags);                              \
        mode_t mode = flags & O_CREAT ? va_arg(rest, int) : 0; \
        va_end(rest);                                       \
        return opened(path, flags, mode);                   \
    }
OPENS(open)
OPENS(open64)

int rename(const char *from, const char *to) {
    int done = REAL(rename)(from, to);
    if (!done && starts(to)) note('r', from, to, 0, 0, 0);
    return done;
}

int unlink(const char *path) {
    int done = REAL(unlink)(path);
    if (!done && starts(path)) note('u', path, 0, 0, 0, 0);
    return done;
}
