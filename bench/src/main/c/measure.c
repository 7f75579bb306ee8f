/* measure PROGRAM ARGUMENT...: runs it with its output thrown away and prints nanoseconds, kilobytes at most, exit status.
   A process of its own, because a child's peak of memory begins with that of its parent. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

int main(int argc, char **argv, char **environment) {
    if (argc < 2) {
        return 2;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    struct timespec before, after;
    struct rusage usage;
    pid_t pid;
    int status = -1;
    clock_gettime(CLOCK_MONOTONIC, &before);
    if (posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environment) == 0) {
        wait4(pid, &status, 0, &usage);
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    if (!WIFEXITED(status)) {
        return 1;
    }
    long nanoseconds = (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec;
    printf("%ld %ld %d\n", nanoseconds, usage.ru_maxrss, WEXITSTATUS(status));
    return 0;
}
