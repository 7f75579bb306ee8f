/* What the Java side is compared with: the same work as a C programmer would write it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct leg {
    unsigned major, minor;
    unsigned long long offset;
};

/* Striped targets over two legs, as DM_TABLE_LOAD takes them; returns the bytes written. */
long table_write(const struct leg *legs, long targets, unsigned long long length, unsigned chunk, char *buffer) {
    char *at = buffer;
    for (long i = 0; i < targets; i++) {
        const struct leg *a = &legs[2 * i], *b = a + 1;
        struct dm_target_spec *spec = (struct dm_target_spec *) at;
        memset(spec, 0, sizeof *spec);
        spec->sector_start = i * length;
        spec->length = length;
        strcpy(spec->target_type, "striped");
        char *text = at + sizeof *spec;
        int n = snprintf(text, 128, "2 %u %u:%u %llu %u:%u %llu", chunk, a->major, a->minor, a->offset, b->major, b->minor,
                         b->offset);
        char *end = text + n;
        char *next = at + ((sizeof *spec + n + 1 + 7) & ~7UL);
        memset(end, 0, next - end);
        spec->next = next - at;
        at = next;
    }
    return at - buffer;
}

long sizes(int fd, long times) {
    uint64_t size = 0;
    for (long i = 0; i < times; i++) {
        ioctl(fd, BLKGETSIZE64, &size);
    }
    return (long) size;
}

/* Opens each, reads its first and last bytes, closes it; returns how many bytes it read. */
long scan(char **paths, long count, const long *ends, long head, long tail, int flags, char *buffer) {
    long sum = 0;
    for (long i = 0; i < count; i++) {
        int fd = open(paths[i], O_RDONLY | O_CLOEXEC | flags);
        sum += pread(fd, buffer, head, 0);
        sum += pread(fd, buffer + head, tail, ends[i] - tail);
        close(fd);
    }
    return sum;
}
