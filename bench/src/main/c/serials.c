/* Preloaded into dmraid: loop devices that stand in for disks answer its SG_IO INQUIRY with a serial of their node's name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* SPC-4 7.8.15 */
#define UNIT_SERIAL_NUMBER 0x80

int ioctl(int fd, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request != SG_IO) {
        int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...)) dlsym(RTLD_NEXT, "ioctl");
        return real(fd, request, argument);
    }
    char link[64], node[256] = "", serial[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (readlink(link, node, sizeof node - 1) < 0) {
        return -1;
    }
    const char *name = strrchr(node, '/');
    int length = snprintf(serial, sizeof serial, "BENCH-%s", name ? name + 1 : node);
    struct sg_io_hdr *header = argument;
    unsigned char *page = header->dxferp;
    memset(page, 0, header->dxfer_len);
    page[1] = UNIT_SERIAL_NUMBER;
    page[3] = length;
    if (header->dxfer_len >= 4u + length) {
        memcpy(page + 4, serial, length);
    }
    header->status = header->masked_status = 0;
    header->host_status = header->driver_status = header->info = header->resid = 0;
    return 0;
}
