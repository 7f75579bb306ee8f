/* slowfiles DIRECTORY MICROSECONDS MOUNTPOINT: a FUSE file system in the foreground that shows the files of DIRECTORY, each read so
   much later. As many reads as are asked for wait at the same time, as disks would. */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 314
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define MOST_THREADS "1024"
#define MOST_FILES 65536
#define LARGEST_READ (64 << 20)

static const char *directory;
static struct timespec latency;

static void path_of(const char *name, char *path, size_t size) {
    snprintf(path, size, "%s%s", directory, name);
}

static int slow_getattr(const char *name, struct stat *status, struct fuse_file_info *file) {
    char path[4096];
    path_of(name, path, sizeof path);
    return (file ? fstat(file->fh, status) : lstat(path, status)) ? -errno : 0;
}

static int slow_open(const char *name, struct fuse_file_info *file) {
    char path[4096];
    path_of(name, path, sizeof path);
    int fd = open(path, (file->flags & O_ACCMODE) | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    file->fh = fd;
    /* Else the page cache would answer the second time. */
    file->direct_io = 1;
    return 0;
}

static int slow_read(const char *name, char *buffer, size_t size, off_t offset, struct fuse_file_info *file) {
    (void) name;
    nanosleep(&latency, NULL);
    ssize_t n = pread(file->fh, buffer, size, offset);
    return n < 0 ? -errno : (int) n;
}

static int slow_release(const char *name, struct fuse_file_info *file) {
    (void) name;
    close(file->fh);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        return 2;
    }
    directory = argv[1];
    long microseconds = atol(argv[2]);
    latency.tv_sec = microseconds / 1000000;
    latency.tv_nsec = microseconds % 1000000 * 1000;
    /* New memory for each large read would take longer than the latency. */
    mallopt(M_MMAP_THRESHOLD, LARGEST_READ);
    mallopt(M_TRIM_THRESHOLD, LARGEST_READ);
    struct rlimit files = {MOST_FILES, MOST_FILES};
    setrlimit(RLIMIT_NOFILE, &files);
    static const struct fuse_operations operations = {
        .getattr = slow_getattr, .open = slow_open, .read = slow_read, .release = slow_release};
    char *arguments[] = {argv[0], "-f", "-o", "max_threads=" MOST_THREADS ",max_idle_threads=" MOST_THREADS, argv[3], NULL};
    return fuse_main(5, arguments, &operations, NULL);
}
