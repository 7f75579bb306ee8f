package org.dmkit.blockio;

import org.dmkit.uapi.Constants;

/**
 * Constants and offsets of the kernel's structures, by header, under names for people. Constants, not jextract's layouts,
 * because their VarHandles cost start-up.
 */
final class Uapi {
    // asm-generic/fcntl.h
    static final int O_RDONLY = Constants.O_RDONLY;
    static final int O_RDWR = Constants.O_RDWR;
    static final int O_CREAT = Constants.O_CREAT;
    static final int O_EXCL = Constants.O_EXCL;
    static final int O_NONBLOCK = Constants.O_NONBLOCK;
    static final int O_DIRECT = Constants.O_DIRECT;
    static final int O_CLOEXEC = Constants.O_CLOEXEC;

    // asm-generic/fcntl.h, flock(2)
    static final int LOCK_EX = Constants.LOCK_EX;
    static final int LOCK_NB = Constants.LOCK_NB;
    static final int LOCK_SH = Constants.LOCK_SH;

    // asm/stat.h
    static final int STAT_BYTES = Constants.stat$sizeof;
    static final int STAT_RDEV = Constants.stat$st_rdev$offset;

    // linux/fs.h
    static final long BLKGETSIZE64 = Constants.IOCTL_BLKGETSIZE64;

    // linux/blkpg.h: struct blkpg_ioctl_arg, struct blkpg_partition
    static final long BLKPG = Constants.IOCTL_BLKPG;
    static final int BLKPG_DEL_PARTITION = Constants.BLKPG_DEL_PARTITION;
    static final int BLKPG_ARG_BYTES = Constants.blkpg_ioctl_arg$sizeof;
    static final int BLKPG_ARG_OPERATION = Constants.blkpg_ioctl_arg$op$offset;
    static final int BLKPG_ARG_LENGTH = Constants.blkpg_ioctl_arg$datalen$offset;
    static final int BLKPG_ARG_DATA = Constants.blkpg_ioctl_arg$data$offset;
    static final int BLKPG_PARTITION_BYTES = Constants.blkpg_partition$sizeof;
    static final int BLKPG_PARTITION_NUMBER = Constants.blkpg_partition$pno$offset;

    // linux/stat.h
    static final int S_IFBLK = Constants.S_IFBLK;
    static final int S_IFMT = Constants.S_IFMT;

    // linux/memfd.h
    static final int MFD_CLOEXEC = Constants.MFD_CLOEXEC;

    // asm-generic/mman-common.h, mman.h
    static final int PROT_READ_WRITE = Constants.PROT_READ | Constants.PROT_WRITE;
    static final int MAP_SHARED_POPULATE = Constants.MAP_SHARED | Constants.MAP_POPULATE;
    static final int MCL_CURRENT = Constants.MCL_CURRENT;
    static final int MCL_FUTURE = Constants.MCL_FUTURE;

    // linux/loop.h: struct loop_config, with struct loop_info64 at 8
    static final long LOOP_CTL_GET_FREE = Constants.IOCTL_LOOP_CTL_GET_FREE;
    static final long LOOP_CONFIGURE = Constants.IOCTL_LOOP_CONFIGURE;
    static final int LOOP_MAJOR = Constants.LOOP_MAJOR;
    static final int LOOP_CONFIG_BYTES = Constants.loop_config$sizeof;
    static final int LOOP_CONFIG_FD = Constants.loop_config$fd$offset;
    static final int LOOP_CONFIG_BLOCK_SIZE = Constants.loop_config$block_size$offset;
    static final int LOOP_CONFIG_FLAGS = Constants.loop_config$info$offset + Constants.loop_info64$lo_flags$offset;
    static final int LO_FLAGS_READ_ONLY = Constants.LO_FLAGS_READ_ONLY;
    static final int LO_FLAGS_AUTOCLEAR = Constants.LO_FLAGS_AUTOCLEAR;

    // linux/io_uring.h: struct io_uring_params, struct io_uring_sqe, struct io_uring_cqe
    static final int PARAMS_BYTES = Constants.io_uring_params$sizeof;
    static final int PARAMS_SQ_ENTRIES = Constants.io_uring_params$sq_entries$offset;
    static final int PARAMS_CQ_ENTRIES = Constants.io_uring_params$cq_entries$offset;
    static final int PARAMS_FEATURES = Constants.io_uring_params$features$offset;
    private static final int SQ_RING = Constants.io_uring_params$sq_off$offset;
    private static final int CQ_RING = Constants.io_uring_params$cq_off$offset;
    static final int PARAMS_SQ_TAIL = SQ_RING + Constants.io_sqring_offsets$tail$offset;
    static final int PARAMS_SQ_MASK = SQ_RING + Constants.io_sqring_offsets$ring_mask$offset;
    static final int PARAMS_SQ_ARRAY = SQ_RING + Constants.io_sqring_offsets$array$offset;
    static final int PARAMS_CQ_HEAD = CQ_RING + Constants.io_cqring_offsets$head$offset;
    static final int PARAMS_CQ_TAIL = CQ_RING + Constants.io_cqring_offsets$tail$offset;
    static final int PARAMS_CQ_MASK = CQ_RING + Constants.io_cqring_offsets$ring_mask$offset;
    static final int PARAMS_CQ_CQES = CQ_RING + Constants.io_cqring_offsets$cqes$offset;
    static final int IORING_FEAT_SINGLE_MMAP = Constants.IORING_FEAT_SINGLE_MMAP;
    static final long IORING_OFF_SQES = Constants.IORING_OFF_SQES;
    static final int IORING_ENTER_GETEVENTS = Constants.IORING_ENTER_GETEVENTS;
    static final int SQE_BYTES = Constants.io_uring_sqe$sizeof;
    static final int SQE_FD = Constants.io_uring_sqe$fd$offset;
    static final int SQE_OFFSET = Constants.io_uring_sqe$off$offset;
    static final int SQE_ADDRESS = Constants.io_uring_sqe$addr$offset;
    static final int SQE_LENGTH = Constants.io_uring_sqe$len$offset;
    static final int SQE_USER_DATA = Constants.io_uring_sqe$user_data$offset;
    static final byte IORING_OP_READ = Constants.IORING_OP_READ;
    static final int CQE_BYTES = Constants.io_uring_cqe$sizeof;
    static final int CQE_RESULT = Constants.io_uring_cqe$res$offset;

    // scsi/sg.h: struct sg_io_hdr
    static final long SG_IO = Constants.IOCTL_SG_IO;
    static final int SG_BYTES = Constants.sg_io_hdr$sizeof;
    static final int SG_INTERFACE = Constants.sg_io_hdr$interface_id$offset;
    static final int SG_DIRECTION = Constants.sg_io_hdr$dxfer_direction$offset;
    static final int SG_COMMAND_LENGTH = Constants.sg_io_hdr$cmd_len$offset;
    static final int SG_SENSE_LENGTH = Constants.sg_io_hdr$mx_sb_len$offset;
    static final int SG_DATA_LENGTH = Constants.sg_io_hdr$dxfer_len$offset;
    static final int SG_DATA = Constants.sg_io_hdr$dxferp$offset;
    static final int SG_COMMAND = Constants.sg_io_hdr$cmdp$offset;
    static final int SG_SENSE = Constants.sg_io_hdr$sbp$offset;
    static final int SG_TIMEOUT = Constants.sg_io_hdr$timeout$offset;
    static final int SG_INFO = Constants.sg_io_hdr$info$offset;
    static final int SG_DXFER_FROM_DEV = Constants.SG_DXFER_FROM_DEV;

    // by hand, since the bindings lack them: asm-generic/fcntl.h, scsi/sg.h
    static final int O_NOFOLLOW = 0x20000;
    static final int SG_INFO_CHECK = 1;

    private Uapi() {}
}
