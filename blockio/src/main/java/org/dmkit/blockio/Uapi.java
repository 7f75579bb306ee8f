package org.dmkit.blockio;

/** Constants and offsets of the kernel's structures, x86-64, by header. */
final class Uapi {
    // asm-generic/fcntl.h
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NONBLOCK = 0x800;
    static final int O_DIRECT = 0x4000;
    static final int O_NOFOLLOW = 0x20000;
    static final int O_CLOEXEC = 0x80000;

    // asm-generic/fcntl.h, flock(2)
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int LOCK_UN = 8;

    // asm/stat.h
    static final int STAT_BYTES = 144;
    static final int STAT_RDEV = 40;

    // linux/fs.h
    static final long BLKGETSIZE64 = 0x80081272L;

    // linux/stat.h
    static final int S_IFBLK = 0x6000;
    static final int S_IFMT = 0xf000;

    // linux/memfd.h
    static final int MFD_CLOEXEC = 1;

    // asm-generic/mman-common.h, mman.h
    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED_POPULATE = 0x8001;
    static final int MCL_CURRENT = 1;
    static final int MCL_FUTURE = 2;

    // linux/loop.h: struct loop_config, with struct loop_info64 at 8
    static final long LOOP_CTL_GET_FREE = 0x4c82;
    static final long LOOP_CONFIGURE = 0x4c0a;
    static final int LOOP_MAJOR = 7;
    static final int LOOP_CONFIG_BYTES = 304;
    static final int LOOP_CONFIG_FD = 0;
    static final int LOOP_CONFIG_BLOCK_SIZE = 4;
    static final int LOOP_CONFIG_FLAGS = 8 + 52;
    static final int LO_FLAGS_READ_ONLY = 1;
    static final int LO_FLAGS_AUTOCLEAR = 4;

    // linux/io_uring.h: struct io_uring_params, struct io_uring_sqe, struct io_uring_cqe
    static final int PARAMS_BYTES = 120;
    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_TAIL = 40 + 4;
    static final int PARAMS_SQ_MASK = 40 + 8;
    static final int PARAMS_SQ_ARRAY = 40 + 24;
    static final int PARAMS_CQ_HEAD = 80;
    static final int PARAMS_CQ_TAIL = 80 + 4;
    static final int PARAMS_CQ_MASK = 80 + 8;
    static final int PARAMS_CQ_CQES = 80 + 20;
    static final int IORING_FEAT_SINGLE_MMAP = 1;
    static final long IORING_OFF_SQES = 0x10000000;
    static final int IORING_ENTER_GETEVENTS = 1;
    static final int SQE_BYTES = 64;
    static final int SQE_FD = 4;
    static final int SQE_OFFSET = 8;
    static final int SQE_ADDRESS = 16;
    static final int SQE_LENGTH = 24;
    static final int SQE_USER_DATA = 32;
    static final byte IORING_OP_READ = 22;
    static final int CQE_BYTES = 16;
    static final int CQE_RESULT = 8;

    // scsi/sg.h: struct sg_io_hdr
    static final long SG_IO = 0x2285;
    static final int SG_BYTES = 88;
    static final int SG_INTERFACE = 0;
    static final int SG_DIRECTION = 4;
    static final int SG_COMMAND_LENGTH = 8;
    static final int SG_SENSE_LENGTH = 9;
    static final int SG_DATA_LENGTH = 12;
    static final int SG_DATA = 16;
    static final int SG_COMMAND = 24;
    static final int SG_SENSE = 32;
    static final int SG_TIMEOUT = 40;
    static final int SG_INFO = 80;
    static final int SG_DXFER_FROM_DEV = -3;
    static final int SG_INFO_CHECK = 1;

    private Uapi() {}
}
