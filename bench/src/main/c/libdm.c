/* libdm TARGETS MILLISECONDS: nanoseconds that libdm takes for one DM_TABLE_LOAD of so many striped targets, from the task to the
   ioctl, which devicemapper.c answers. The same table as in TableBenchmark. */
#include <libdevmapper.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LENGTH (1ULL << 20)
#define CHUNK 128

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void load(long targets) {
    struct dm_task *task = dm_task_create(DM_DEVICE_RELOAD);
    char parameters[128];
    if (!task || !dm_task_set_name(task, "data")) {
        exit(1);
    }
    for (long i = 0; i < targets; i++) {
        unsigned long long offset = i * LENGTH / 2;
        snprintf(parameters, sizeof parameters, "2 %d 8:16 %llu 8:32 %llu", CHUNK, offset, offset);
        if (!dm_task_add_target(task, i * LENGTH, LENGTH, "striped", parameters)) {
            exit(1);
        }
    }
    if (!dm_task_run(task)) {
        exit(1);
    }
    dm_task_destroy(task);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    long targets = atol(argv[1]), end, loads = 0;
    load(targets);
    long start = now();
    for (end = start + atol(argv[2]) * 1000000; now() < end; loads++) {
        load(targets);
    }
    printf("%ld\n", (now() - start) / loads);
    return 0;
}
