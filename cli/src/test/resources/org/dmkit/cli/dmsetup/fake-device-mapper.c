/*
 * Preloaded into dmsetup where the kernel has no device-mapper: answers the ioctls of /dev/mapper/control, and what dmsetup asks
 * of /sys and /dev/mapper, from the text file in FAKE_STATE. What changes something is done in memory only, and told in FAKE_LOG.
 *
 * A line of the state is words with tabs between: "version MAJOR MINOR PATCH", "type NAME MAJOR MINOR PATCH",
 * "block MAJOR MINOR NAME", "device NAME UUID MAJOR MINOR OPEN EVENT FLAGS", and of the device above "active", "inactive" (its
 * tables: START LENGTH TYPE PARAMETERS), "status", "status-inactive" (the same with what targets say), "dep", "dep-inactive"
 * (MAJOR MINOR).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define MANY 64
#define TEXT 4096
#define READ_AHEAD_KIB 128

struct line {
    uint64_t start, length;
    char type[32], text[TEXT];
};

struct lines {
    int count;
    struct line all[MANY];
};

struct deps {
    int count;
    uint64_t all[MANY];
};

enum { ACTIVE, INACTIVE };

struct device {
    char name[DM_NAME_LEN], uuid[DM_UUID_LEN];
    uint64_t number;
    int open;
    unsigned event, flags;
    struct lines table[2], status[2];
    struct deps deps[2];
};

struct block {
    unsigned major, minor;
    char name[64];
};

struct type {
    char name[32];
    unsigned version[3];
};

static struct device *devices[MANY];
static int device_count;
static struct block blocks[MANY];
static int block_count;
static struct type types[MANY];
static int type_count;
static unsigned version[3];
static int control = -1;

static void told(const char *format, ...)
{
    const char *path = getenv("FAKE_LOG");
    int fd;
    char text[TEXT * 2];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    if (path && (fd = real(path, O_WRONLY | O_APPEND | O_CREAT, 0600)) >= 0) {
        (void)!write(fd, text, strlen(text));
        close(fd);
    }
}

static void read_line(struct lines *lines, char **word)
{
    struct line *line = &lines->all[lines->count++];
    line->start = strtoull(word[1], NULL, 10);
    line->length = strtoull(word[2], NULL, 10);
    snprintf(line->type, sizeof line->type, "%s", word[3]);
    snprintf(line->text, sizeof line->text, "%s", word[4]);
}

__attribute__((constructor)) static void read_state(void)
{
    const char *path = getenv("FAKE_STATE");
    FILE *(*real)(const char *, const char *) = (FILE *(*)(const char *, const char *))dlsym(RTLD_NEXT, "fopen");
    FILE *file = path ? real(path, "r") : NULL;
    char text[TEXT * 2];

    while (file && fgets(text, sizeof text, file)) {
        char *word[10] = {"", "", "", "", "", "", "", "", "", ""}, *rest = text;
        text[strcspn(text, "\n")] = 0;
        for (int i = 0; i < 10 && rest; i++)
            word[i] = strsep(&rest, "\t");
        struct device *d = device_count ? devices[device_count - 1] : NULL;
        if (!strcmp(word[0], "version")) {
            for (int i = 0; i < 3; i++)
                version[i] = atoi(word[i + 1]);
        } else if (!strcmp(word[0], "type")) {
            struct type *t = &types[type_count++];
            snprintf(t->name, sizeof t->name, "%s", word[1]);
            for (int i = 0; i < 3; i++)
                t->version[i] = atoi(word[i + 2]);
        } else if (!strcmp(word[0], "block")) {
            struct block *b = &blocks[block_count++];
            b->major = atoi(word[1]);
            b->minor = atoi(word[2]);
            snprintf(b->name, sizeof b->name, "%s", word[3]);
        } else if (!strcmp(word[0], "device")) {
            d = devices[device_count++] = calloc(1, sizeof *d);
            snprintf(d->name, sizeof d->name, "%s", word[1]);
            snprintf(d->uuid, sizeof d->uuid, "%s", word[2]);
            d->number = makedev(atoi(word[3]), atoi(word[4]));
            d->open = atoi(word[5]);
            d->event = atoi(word[6]);
            d->flags = atoi(word[7]);
        } else if (!strcmp(word[0], "active"))
            read_line(&d->table[ACTIVE], word);
        else if (!strcmp(word[0], "inactive"))
            read_line(&d->table[INACTIVE], word);
        else if (!strcmp(word[0], "status"))
            read_line(&d->status[ACTIVE], word);
        else if (!strcmp(word[0], "status-inactive"))
            read_line(&d->status[INACTIVE], word);
        else if (!strcmp(word[0], "dep") || !strcmp(word[0], "dep-inactive")) {
            struct deps *deps = &d->deps[word[0][3] ? INACTIVE : ACTIVE];
            deps->all[deps->count++] = makedev(atoi(word[1]), atoi(word[2]));
        }
    }
    if (file)
        fclose(file);
}

static struct device *find(const struct dm_ioctl *dmi)
{
    for (int i = 0; i < device_count; i++) {
        struct device *d = devices[i];
        if (*dmi->uuid ? !strcmp(d->uuid, dmi->uuid) : *dmi->name ? !strcmp(d->name, dmi->name) : d->number == dmi->dev)
            return d;
    }
    return NULL;
}

static struct device *named(const char *name)
{
    for (int i = 0; i < device_count; i++)
        if (!strcmp(devices[i]->name, name))
            return devices[i];
    return NULL;
}

static void fill(struct dm_ioctl *dmi, const struct device *d)
{
    int query = dmi->flags & DM_QUERY_INACTIVE_TABLE_FLAG ? INACTIVE : ACTIVE;
    dmi->flags &= ~(DM_SUSPEND_FLAG | DM_READONLY_FLAG | DM_ACTIVE_PRESENT_FLAG | DM_INACTIVE_PRESENT_FLAG);
    dmi->flags |= d->flags | (d->table[ACTIVE].count ? DM_ACTIVE_PRESENT_FLAG : 0)
        | (d->table[INACTIVE].count ? DM_INACTIVE_PRESENT_FLAG : 0);
    dmi->dev = d->number;
    dmi->open_count = d->open;
    dmi->event_nr = d->event;
    dmi->target_count = d->table[query].count;
    snprintf(dmi->name, sizeof dmi->name, "%s", d->name);
    snprintf(dmi->uuid, sizeof dmi->uuid, "%s", d->uuid);
}

static uint32_t aligned(uint32_t at)
{
    return (at + 7) & ~7u;
}

static void list_devices(struct dm_ioctl *dmi)
{
    char *data = (char *)dmi + dmi->data_start;
    memset(data, 0, 8);
    for (int i = 0; i < device_count; i++) {
        struct device *d = devices[i];
        struct dm_name_list *entry = (struct dm_name_list *)data;
        entry->dev = d->number;
        strcpy(entry->name, d->name);
        char *behind = (char *)entry + aligned(offsetof(struct dm_name_list, name) + strlen(d->name) + 1);
        uint32_t *more = (uint32_t *)behind;
        more[0] = d->event;
        more[1] = *d->uuid ? DM_NAME_LIST_FLAG_HAS_UUID : DM_NAME_LIST_FLAG_DOESNT_HAVE_UUID;
        strcpy(behind + 8, d->uuid);
        uint32_t size = aligned(behind + 8 + strlen(d->uuid) + 1 - data);
        entry->next = i + 1 < device_count ? size : 0;
        data += size;
    }
}

static void table_status(struct dm_ioctl *dmi, const struct device *d)
{
    int slot = dmi->flags & DM_QUERY_INACTIVE_TABLE_FLAG ? INACTIVE : ACTIVE;
    const struct lines *lines = dmi->flags & DM_STATUS_TABLE_FLAG ? &d->table[slot] : &d->status[slot];
    char *data = (char *)dmi + dmi->data_start;
    uint32_t at = 0;
    for (int i = 0; i < lines->count; i++) {
        struct dm_target_spec *spec = (struct dm_target_spec *)(data + at);
        memset(spec, 0, sizeof *spec);
        spec->sector_start = lines->all[i].start;
        spec->length = lines->all[i].length;
        memcpy(spec->target_type, lines->all[i].type, sizeof spec->target_type);
        strcpy((char *)(spec + 1), lines->all[i].text);
        at = aligned(at + sizeof *spec + strlen(lines->all[i].text) + 1);
        spec->next = at;
    }
    dmi->target_count = lines->count;
}

static void load(struct dm_ioctl *dmi, struct device *d)
{
    char *at = (char *)dmi + dmi->data_start;
    told("load %s%s", d->name, dmi->flags & DM_READONLY_FLAG ? " ro" : "");
    d->table[INACTIVE].count = 0;
    for (unsigned i = 0; i < dmi->target_count; i++) {
        struct dm_target_spec *spec = (struct dm_target_spec *)at;
        struct line *line = &d->table[INACTIVE].all[d->table[INACTIVE].count++];
        line->start = spec->sector_start;
        line->length = spec->length;
        snprintf(line->type, sizeof line->type, "%s", spec->target_type);
        snprintf(line->text, sizeof line->text, "%s", (char *)(spec + 1));
        told(" [%llu %llu %s %s]", (unsigned long long)line->start, (unsigned long long)line->length, line->type, line->text);
        at += spec->next;
    }
    told("\n");
    d->flags = (d->flags & ~DM_READONLY_FLAG) | (dmi->flags & DM_READONLY_FLAG);
}

/* The kernel refuses tables without lines, lines without sectors, and gaps. */
static int fits(struct dm_ioctl *dmi)
{
    char *at = (char *)dmi + dmi->data_start;
    uint64_t next = 0;
    for (unsigned i = 0; i < dmi->target_count; i++) {
        struct dm_target_spec *spec = (struct dm_target_spec *)at;
        int known = 0;
        for (int t = 0; t < type_count; t++)
            known |= !strcmp(types[t].name, spec->target_type);
        if (!known || spec->sector_start != next || !spec->length || spec->length >> 54)
            return 0;
        next += spec->length;
        at += spec->next;
    }
    return next > 0;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

static int on_device(int request, struct dm_ioctl *dmi, struct device *d)
{
    char *data = (char *)dmi + dmi->data_start;
    switch (request) {
    case DM_DEV_REMOVE_CMD:
        if (d->open && !(dmi->flags & DM_DEFERRED_REMOVE))
            return refuse(EBUSY);
        told("remove %s%s\n", d->name, dmi->flags & DM_DEFERRED_REMOVE ? " deferred" : "");
        for (int i = 0; i < device_count; i++)
            if (devices[i] == d)
                devices[i] = devices[--device_count];
        return 0;
    case DM_DEV_RENAME_CMD:
        if (dmi->flags & DM_UUID_FLAG ? *d->uuid != 0 : named(data) != NULL)
            return refuse(dmi->flags & DM_UUID_FLAG ? EINVAL : EBUSY);
        told(dmi->flags & DM_UUID_FLAG ? "setuuid %s %s\n" : "rename %s %s\n", d->name, data);
        snprintf(dmi->flags & DM_UUID_FLAG ? d->uuid : d->name, DM_NAME_LEN, "%s", data);
        return 0;
    case DM_DEV_SUSPEND_CMD:
        told("%s %s%s%s\n", dmi->flags & DM_SUSPEND_FLAG ? "suspend" : "resume", d->name,
             dmi->flags & DM_NOFLUSH_FLAG ? " noflush" : "", dmi->flags & DM_SKIP_LOCKFS_FLAG ? " nolockfs" : "");
        if (dmi->flags & DM_SUSPEND_FLAG) {
            d->flags |= DM_SUSPEND_FLAG;
        } else {
            d->flags &= ~DM_SUSPEND_FLAG;
            if (d->table[INACTIVE].count)
                d->table[ACTIVE] = d->table[INACTIVE];
            d->table[INACTIVE].count = 0;
        }
        break;
    case DM_DEV_WAIT_CMD:
        told("wait %s %u\n", d->name, dmi->event_nr);
        fill(dmi, d);
        table_status(dmi, d);
        return 0;
    case DM_TABLE_LOAD_CMD:
        if (!fits(dmi))
            return refuse(EINVAL);
        load(dmi, d);
        break;
    case DM_TABLE_CLEAR_CMD:
        told("clear %s\n", d->name);
        d->table[INACTIVE].count = 0;
        break;
    case DM_TABLE_DEPS_CMD: {
        struct deps *deps = &d->deps[dmi->flags & DM_QUERY_INACTIVE_TABLE_FLAG ? INACTIVE : ACTIVE];
        struct dm_target_deps *answer = (struct dm_target_deps *)data;
        answer->count = deps->count;
        for (int i = 0; i < deps->count; i++)
            answer->dev[i] = deps->all[i];
        break;
    }
    case DM_TABLE_STATUS_CMD:
        fill(dmi, d);
        table_status(dmi, d);
        return 0;
    case DM_TARGET_MSG_CMD: {
        struct dm_target_msg *message = (struct dm_target_msg *)data;
        told("message %s %llu %s\n", d->name, (unsigned long long)message->sector, message->message);
        break;
    }
    case DM_DEV_SET_GEOMETRY_CMD: {
        unsigned long numbers[4];
        char end;
        if (sscanf(data, "%lu %lu %lu %lu%c", numbers, numbers + 1, numbers + 2, numbers + 3, &end) != 4)
            return refuse(EINVAL);
        told("setgeometry %s %s\n", d->name, data);
        break;
    }
    }
    fill(dmi, d);
    return 0;
}

static int answer(int request, struct dm_ioctl *dmi)
{
    char *data = (char *)dmi + dmi->data_start;
    unsigned minor = dmi->version[1];
    memcpy(dmi->version, version, sizeof version);
    if (minor > version[1])
        return refuse(EINVAL);
    switch (request) {
    case DM_VERSION_CMD:
        return 0;
    case DM_REMOVE_ALL_CMD:
        told("remove_all%s\n", dmi->flags & DM_DEFERRED_REMOVE ? " deferred" : "");
        for (int i = device_count; i-- > 0;)
            if (!devices[i]->open) {
                memmove(devices + i, devices + i + 1, (device_count - i - 1) * sizeof *devices);
                device_count--;
            }
        return 0;
    case DM_LIST_DEVICES_CMD:
        list_devices(dmi);
        return 0;
    case DM_LIST_VERSIONS_CMD:
        for (int i = 0; i < type_count; i++) {
            struct dm_target_versions *entry = (struct dm_target_versions *)data;
            memcpy(entry->version, types[i].version, sizeof entry->version);
            strcpy(entry->name, types[i].name);
            entry->next = i + 1 < type_count ? aligned(sizeof *entry + strlen(types[i].name) + 1) : 0;
            data += entry->next;
        }
        return 0;
    case DM_GET_TARGET_VERSION_CMD:
        for (int i = 0; i < type_count; i++)
            if (!strcmp(types[i].name, dmi->name)) {
                struct dm_target_versions *entry = (struct dm_target_versions *)data;
                memcpy(entry->version, types[i].version, sizeof entry->version);
                strcpy(entry->name, types[i].name);
                entry->next = 0;
                return 0;
            }
        return refuse(EINVAL);
    case DM_DEV_CREATE_CMD: {
        if (!*dmi->name)
            return refuse(EINVAL);
        unsigned least = dmi->flags & DM_PERSISTENT_DEV_FLAG ? minor(dmi->dev) : 0;
        int taken = named(dmi->name) != NULL;
        for (int i = 0; i < device_count; i++) {
            taken |= *dmi->uuid && !strcmp(devices[i]->uuid, dmi->uuid);
            if (minor(devices[i]->number) == least) {
                taken |= (dmi->flags & DM_PERSISTENT_DEV_FLAG) != 0;
                least++;
                i = -1;
            }
            if (taken)
                return refuse(EBUSY);
        }
        struct device *d = devices[device_count++] = calloc(1, sizeof *d);
        strcpy(d->name, dmi->name);
        strcpy(d->uuid, dmi->uuid);
        d->number = makedev(253, least);
        told("create %s %s %s\n", d->name, d->uuid, dmi->flags & DM_PERSISTENT_DEV_FLAG ? "minor" : "");
        fill(dmi, d);
        return 0;
    }
    default: {
        struct device *d = find(dmi);
        return d ? on_device(request, dmi, d) : refuse(ENXIO);
    }
    }
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (fd >= 0 && fd == control && _IOC_TYPE(request) == DM_IOCTL)
        return answer(_IOC_NR(request), argument);
    int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
    return real(fd, request, argument);
}

static const struct device *numbered(const char *path, const char *end)
{
    unsigned major, minor;
    int length = 0;
    if (sscanf(path, "/sys/dev/block/%u:%u%n", &major, &minor, &length) != 2 || strcmp(path + length, end))
        return NULL;
    for (int i = 0; i < device_count; i++)
        if (devices[i]->number == makedev(major, minor))
            return devices[i];
    return NULL;
}

static int fake_open(const char *name, const char *path, int flags, int mode)
{
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
    if (!strcmp(path, "/dev/mapper/control"))
        return control = real("/dev/null", O_RDWR);
    if (numbered(path, "/bdi/read_ahead_kb")) {
        int ends[2];
        char text[32];
        if (flags & O_WRONLY)
            return real("/dev/null", O_RDWR);
        if (pipe(ends) < 0)
            return -1;
        (void)!write(ends[1], text, sprintf(text, "%d\n", READ_AHEAD_KIB));
        close(ends[1]);
        return ends[0];
    }
    return real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = va_arg(arguments, int);
    va_end(arguments);
    return fake_open("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = va_arg(arguments, int);
    va_end(arguments);
    return fake_open("open64", path, flags, mode);
}

static FILE *fake_fopen(const char *name, const char *path, const char *mode)
{
    static char text[DM_NAME_LEN + 2];
    const struct device *d = numbered(path, "/dm/name");
    FILE *(*real)(const char *, const char *) = (FILE *(*)(const char *, const char *))dlsym(RTLD_NEXT, name);
    if (!strcmp(path, "/proc/devices"))
        snprintf(text, sizeof text, "Block devices:\n253 device-mapper\n");
    else if (d)
        snprintf(text, sizeof text, "%s\n", d->name);
    else
        return real(path, mode);
    return fmemopen(text, strlen(text), "r");
}

FILE *fopen(const char *path, const char *mode)
{
    return fake_fopen("fopen", path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fake_fopen("fopen64", path, mode);
}

ssize_t readlink(const char *path, char *buffer, size_t size)
{
    unsigned major, minor;
    int length = 0;
    ssize_t (*real)(const char *, char *, size_t) = (ssize_t(*)(const char *, char *, size_t))dlsym(RTLD_NEXT, "readlink");
    if (sscanf(path, "/sys/dev/block/%u:%u%n", &major, &minor, &length) == 2 && !path[length]) {
        for (int i = 0; i < block_count; i++)
            if (blocks[i].major == major && blocks[i].minor == minor)
                return snprintf(buffer, size, "../../block/%s", blocks[i].name);
        return refuse(ENOENT);
    }
    return real(path, buffer, size);
}

static int fake_stat(const char *name, const char *path, struct stat *status)
{
    int (*real)(const char *, struct stat *) = (int (*)(const char *, struct stat *))dlsym(RTLD_NEXT, name);
    if (strncmp(path, "/dev/mapper/", 12))
        return real(path, status);
    if (!strncmp(path + 12, "../mapper/", 10))
        path += 10;
    memset(status, 0, sizeof *status);
    if (!strcmp(path + 12, "control")) {
        status->st_mode = S_IFCHR | 0600;
        status->st_rdev = makedev(10, 236);
        return 0;
    }
    struct device *d = named(path + 12);
    if (!d)
        return refuse(ENOENT);
    status->st_mode = S_IFBLK | 0660;
    status->st_rdev = d->number;
    return 0;
}

int stat(const char *path, struct stat *status)
{
    return fake_stat("stat", path, status);
}

int stat64(const char *path, struct stat64 *status)
{
    return fake_stat("stat64", path, (struct stat *)status);
}

/* Nodes stay as they are. */
int mknod(const char *path, mode_t mode, dev_t number)
{
    (void)path, (void)mode, (void)number;
    return 0;
}

int unlink(const char *path)
{
    (void)path;
    return 0;
}

int rename(const char *from, const char *to)
{
    (void)from, (void)to;
    return 0;
}

int chown(const char *path, uid_t user, gid_t group)
{
    (void)path, (void)user, (void)group;
    return 0;
}
