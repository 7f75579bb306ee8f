/*
 * What dmkit needs of the kernel's headers, for jextract. Only headers of linux-libc-dev, and scsi/sg.h.
 *
 * jextract can't evaluate the macros that encode ioctl numbers, so they become enum constants here: IOCTL_<macro>.
 */
#include <asm/errno.h>
#include <asm/poll.h>
#include <asm/stat.h>
#include <asm/unistd.h>
#include <linux/blkpg.h>
#include <linux/dm-ioctl.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/io_uring.h>
#include <linux/loop.h>
#include <linux/major.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/sem.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <scsi/sg.h>

#define REQUEST(name) IOCTL_##name = name

enum ioctl_requests : unsigned long {
    REQUEST(DM_VERSION),
    REQUEST(DM_REMOVE_ALL),
    REQUEST(DM_LIST_DEVICES),
    REQUEST(DM_DEV_CREATE),
    REQUEST(DM_DEV_REMOVE),
    REQUEST(DM_DEV_RENAME),
    REQUEST(DM_DEV_SUSPEND),
    REQUEST(DM_DEV_STATUS),
    REQUEST(DM_DEV_WAIT),
    REQUEST(DM_DEV_ARM_POLL),
    REQUEST(DM_TABLE_LOAD),
    REQUEST(DM_TABLE_CLEAR),
    REQUEST(DM_TABLE_DEPS),
    REQUEST(DM_TABLE_STATUS),
    REQUEST(DM_LIST_VERSIONS),
    REQUEST(DM_GET_TARGET_VERSION),
    REQUEST(DM_TARGET_MSG),
    REQUEST(DM_DEV_SET_GEOMETRY),

    REQUEST(BLKROGET),
    REQUEST(BLKRRPART),
    REQUEST(BLKFLSBUF),
    REQUEST(BLKSSZGET),
    REQUEST(BLKPBSZGET),
    REQUEST(BLKGETSIZE64),
    REQUEST(BLKPG),

    REQUEST(LOOP_SET_FD),
    REQUEST(LOOP_CLR_FD),
    REQUEST(LOOP_SET_STATUS64),
    REQUEST(LOOP_GET_STATUS64),
    REQUEST(LOOP_CONFIGURE),
    REQUEST(LOOP_CTL_ADD),
    REQUEST(LOOP_CTL_REMOVE),
    REQUEST(LOOP_CTL_GET_FREE),

    REQUEST(SG_IO),
};
