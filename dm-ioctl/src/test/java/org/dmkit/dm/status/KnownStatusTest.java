package org.dmkit.dm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Texts with a source are the kernel's, seen in its documentation or by others; those with {@code DMEMIT} are numbers of ours in the
 * format that the target's status function has for {@code STATUSTYPE_INFO}.
 */
class KnownStatusTest {
    private static final List<String> TYPES = List.of(
            "raid",
            "mirror",
            "striped",
            "snapshot",
            "snapshot-merge",
            "thin",
            "thin-pool",
            "cache",
            "writecache",
            "clone",
            "era",
            "verity",
            "integrity",
            "multipath",
            "vdo",
            "delay",
            "crypt",
            "linear");

    private static KnownStatus known(String type, String text) {
        return KnownStatus.parse(type, text).orElseThrow();
    }

    /** Documentation/admin-guide/device-mapper/snapshot.rst. */
    @Test
    void aSnapshotAndItsMerge() {
        assertThat(known("snapshot", "397896/2097152 1560")).isEqualTo(new SnapshotStatus(397896, 2097152, 1560));
        var merging = (SnapshotStatus) known("snapshot-merge", "281688/2097152 1104");
        var merged = (SnapshotStatus) known("snapshot-merge", "16/2097152 16");
        assertThat(merging.merged()).isFalse();
        assertThat(merged.merged()).isTrue();
    }

    /** The words of snapshot_status, thin_status, pool_status, cache_status, clone_status and era_status. */
    @Test
    void aTargetThatHasFailedSaysOnlySo() {
        for (String word : List.of("Invalid", "Merge failed", "Overflow")) {
            assertThat(known("snapshot", word)).isEqualTo(new FailedStatus(word));
            assertThat(KnownStatus.parse("thin", word)).isEmpty();
        }
        for (String type : List.of("thin", "thin-pool", "cache", "clone", "era")) {
            assertThat(known(type, "Fail")).isEqualTo(new FailedStatus("Fail"));
            assertThat(known(type, "Error")).isEqualTo(new FailedStatus("Error"));
        }
        // A store that can't count; a thin device that is not open.
        assertThat(KnownStatus.parse("snapshot", "Unknown")).isEmpty();
        assertThat(KnownStatus.parse("thin", "-")).isEmpty();
    }

    /** A line of dmsetup from a mailing list, with the trailing blank that the kernel writes. */
    @Test
    void aThinPool() {
        assertThat(known(
                        "thin-pool", "19 8886/552960 629535/838960 - rw no_discard_passdown queue_if_no_space - 1024 "))
                .isEqualTo(new ThinPoolStatus(
                        19,
                        8886,
                        552960,
                        629535,
                        838960,
                        OptionalLong.empty(),
                        "rw",
                        "no_discard_passdown",
                        false,
                        false,
                        OptionalLong.of(1024)));
        // DMEMIT, each word the other way; a kernel without the last one.
        assertThat(known(
                        "thin-pool",
                        "42 128/256 8192/16384 900 out_of_data_space ignore_discard error_if_no_space needs_check "))
                .isEqualTo(new ThinPoolStatus(
                        42,
                        128,
                        256,
                        8192,
                        16384,
                        OptionalLong.of(900),
                        "out_of_data_space",
                        "ignore_discard",
                        true,
                        true,
                        OptionalLong.empty()));
    }

    /** DMEMIT("%llu ", ...) and DMEMIT("%llu", ...) or DMEMIT("-"). */
    @Test
    void aThinDevice() {
        assertThat(known("thin", "32768 65535")).isEqualTo(new ThinStatus(32768, OptionalLong.of(65535)));
        assertThat(known("thin", "0 -")).isEqualTo(new ThinStatus(0, OptionalLong.empty()));
    }

    /** Two lines of dmsetup, the first as a test of another program keeps it; of the second the last words and a feature are changed. */
    @Test
    void aCache() {
        var cache = (CacheStatus) known(
                "cache",
                "8 13/5120 512 322/3212 193 63 423 0 0 322 0 1 writeback 2 migration_threshold 2048 smq 0 rw -");
        assertThat(cache)
                .isEqualTo(new CacheStatus(
                        8,
                        13,
                        5120,
                        512,
                        322,
                        3212,
                        193,
                        63,
                        423,
                        0,
                        0,
                        322,
                        0,
                        List.of("writeback"),
                        Map.of("migration_threshold", "2048"),
                        "smq",
                        Map.of(),
                        "rw",
                        false));
        var old = (CacheStatus)
                known(
                        "cache",
                        "8 5204/393216 128 1694509/1740800 16064464 96291237 8382251 58523837 0 0 5 2 writethrough metadata2 2 "
                                + "migration_threshold 2048 mq 10 random_threshold 4 sequential_threshold 512 "
                                + "discard_promote_adjustment 1 read_promote_adjustment 4 write_promote_adjustment 8 ro needs_check");
        assertThat(old.features()).containsExactly("writethrough", "metadata2");
        assertThat(old.policySettings().keySet())
                .containsExactly(
                        "random_threshold",
                        "sequential_threshold",
                        "discard_promote_adjustment",
                        "read_promote_adjustment",
                        "write_promote_adjustment");
        assertThat(old.mode()).isEqualTo("ro");
        assertThat(old.needsCheck()).isTrue();
    }

    /** DMEMIT("%ld %llu %llu %llu") of older kernels, with ten counts more of newer ones. */
    @Test
    void aWritecache() {
        assertThat(known("writecache", "0 3232 64 14"))
                .isEqualTo(new WritecacheStatus(0, 3232, 64, 14, Optional.empty()));
        assertThat(known("writecache", "-5 65536 65000 12 1 2 3 4 5 6 7 8 9 10"))
                .isEqualTo(new WritecacheStatus(
                        -5, 65536, 65000, 12, Optional.of(new WritecacheStatus.Counts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))));
    }

    /** DMEMIT("%u %llu/%llu %llu %u/%lu %u "), flags, core arguments, mode. */
    @Test
    void aClone() {
        assertThat(known(
                        "clone",
                        "8 21/1024 8 400/131072000 3 1 no_hydration 4 hydration_threshold 1 "
                                + "hydration_batch_size 1 rw"))
                .isEqualTo(new CloneStatus(
                        8,
                        21,
                        1024,
                        8,
                        400,
                        131072000,
                        3,
                        List.of("no_hydration"),
                        Map.of("hydration_threshold", "1", "hydration_batch_size", "1"),
                        "rw"));
    }

    /** DMEMIT("%u %llu/%llu %u") and DMEMIT(" %llu") or DMEMIT(" -"). */
    @Test
    void anEra() {
        assertThat(known("era", "8 12/256 5 -")).isEqualTo(new EraStatus(8, 12, 256, 5, OptionalLong.empty()));
        assertThat(known("era", "8 12/256 5 4096")).isEqualTo(new EraStatus(8, 12, 256, 5, OptionalLong.of(4096)));
    }

    /** Documentation/admin-guide/device-mapper/verity.rst; the second word is that of newer kernels. */
    @Test
    void aVerity() {
        assertThat(known("verity", "V")).isEqualTo(new VerityStatus(false, OptionalLong.empty()));
        assertThat(known("verity", "C")).isEqualTo(new VerityStatus(true, OptionalLong.empty()));
        assertThat(known("verity", "V -")).isEqualTo(new VerityStatus(false, OptionalLong.empty()));
        assertThat(known("verity", "C 42")).isEqualTo(new VerityStatus(true, OptionalLong.of(42)));
        assertThat(KnownStatus.parse("verity", "X")).isEmpty();
    }

    /** DMEMIT("%llu %llu") and DMEMIT(" %llu") or DMEMIT(" -"). */
    @Test
    void anIntegrity() {
        assertThat(known("integrity", "0 2097152 -")).isEqualTo(new IntegrityStatus(0, 2097152, OptionalLong.empty()));
        assertThat(known("integrity", "3 2097152 524288"))
                .isEqualTo(new IntegrityStatus(3, 2097152, OptionalLong.of(524288)));
    }

    /** A line of dmsetup as a test of another program keeps it, but that one path has failed. */
    @Test
    void aMultipath() {
        assertThat(known("multipath", "2 0 0 0 2 1 A 0 1 2 8:64 A 0 0 1 E 0 1 2 8:32 F 3 0 1"))
                .isEqualTo(new MultipathStatus(
                        List.of("0", "0"),
                        List.of(),
                        1,
                        List.of(
                                new MultipathStatus.Group(
                                        'A',
                                        List.of(),
                                        List.of(new MultipathStatus.Path("8:64", true, 0, List.of("0", "1")))),
                                new MultipathStatus.Group(
                                        'E',
                                        List.of(),
                                        List.of(new MultipathStatus.Path("8:32", false, 3, List.of("0", "1")))))));
        // DMEMIT of one without groups.
        assertThat(known("multipath", "2 0 0 0 0 0 "))
                .isEqualTo(new MultipathStatus(List.of("0", "0"), List.of(), 0, List.of()));
    }

    /** As vdo's manager shows it. */
    @Test
    void aVdo() {
        assertThat(known("vdo", "/dev/vdb normal - online online 1051492 5242880"))
                .isEqualTo(new VdoStatus("/dev/vdb", "normal", false, "online", "online", 1051492, 5242880));
        // DMEMIT
        assertThat(known("vdo", "/dev/dm-1 read-only recovering offline offline 1 2"))
                .isEqualTo(new VdoStatus("/dev/dm-1", "read-only", true, "offline", "offline", 1, 2));
    }

    /** DMEMIT("%u %u") of older kernels, DMEMIT("%u %u %u") of newer ones. */
    @Test
    void aDelay() {
        assertThat(known("delay", "142 58")).isEqualTo(new DelayStatus(142, 58, OptionalLong.empty()));
        assertThat(known("delay", "142 58 1")).isEqualTo(new DelayStatus(142, 58, OptionalLong.of(1)));
    }

    /** The comment above stripe_status in drivers/md/dm-stripe.c. */
    @Test
    void aStripe() {
        assertThat(known("striped", "3 7:0 7:1 7:2 1 AAD"))
                .isEqualTo(new StripedStatus(List.of("7:0", "7:1", "7:2"), "AAD"));
        assertThat(KnownStatus.parse("striped", "3 7:0 7:1 7:2 1 AA")).isEmpty();
        assertThat(KnownStatus.parse("striped", "0")).isEmpty();
    }

    /** crypt_status: result[0] = '\0'. */
    @Test
    void whoSaysNothingIsNotKnown() {
        for (String type : TYPES) {
            assertThat(KnownStatus.parse(type, "")).as(type).isEmpty();
        }
        assertThat(KnownStatus.parse("of a later kernel", "1 2 3")).isEmpty();
    }

    @Test
    void wordsThatANewerKernelAppendsArePassedOver() {
        assertThat(known("verity", "V 7 more")).isEqualTo(new VerityStatus(false, OptionalLong.of(7)));
        assertThat(known("snapshot", "16/2097152 16 more")).isEqualTo(new SnapshotStatus(16, 2097152, 16));
    }

    @Test
    void numbersOutOfRangeAreNotUnderstood() {
        assertThat(KnownStatus.parse("snapshot", "-1/2 3")).isEmpty();
        assertThat(KnownStatus.parse("snapshot", "1/18446744073709551615 3")).isEmpty();
        assertThat(KnownStatus.parse("era", "4294967296 12/256 5 -")).isEmpty();
        assertThat(KnownStatus.parse("multipath", "2147483647 0")).isEmpty();
    }

    /** Words that some target knows, in any order and number: read or not, never an exception. */
    @Test
    void anyWordsNeverThrow() {
        List<String> words = List.of(
                "",
                "0",
                "1",
                "2",
                "3",
                "-",
                "-1",
                "7/9",
                "/",
                "9/",
                "/9",
                "A",
                "AA",
                "D",
                "F",
                "E",
                "V",
                "C",
                "8:0",
                "rw",
                "Fail",
                "core",
                "idle",
                "needs_check",
                "error_if_no_space",
                "queue_if_no_space",
                "2147483647",
                "9223372036854775807",
                "99999999999999999999",
                "\t",
                "\u00e9");
        var random = new Random(1);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = IntStream.range(0, random.nextInt(16))
                    .mapToObj(j -> words.get(random.nextInt(words.size())))
                    .collect(Collectors.joining(" "));
            String type = TYPES.get(random.nextInt(TYPES.size()));
            read += KnownStatus.parse(type, text).isPresent() ? 1 : 0;
        }
        // Else it would say nothing.
        assertThat(read).isGreaterThan(1000);
    }

    /** What begins as a status does and is cut off, or has one byte changed. */
    @Test
    void aTextThatIsCutOrChangedNeverThrows() {
        Map<String, String> texts = Map.of(
                "raid", "raid5_la 3 AaA 8200/131072 recover 0 0 -",
                "mirror", "2 8:0 8:16 1024/1024 1 AA 1 core",
                "striped", "2 8:0 8:16 1 AD",
                "thin-pool", "19 8886/552960 629535/838960 - rw no_discard_passdown queue_if_no_space - 1024 ",
                "cache",
                        "8 13/5120 512 322/3212 193 63 423 0 0 322 0 1 writeback 2 migration_threshold 2048 smq 0 rw -",
                "clone", "8 21/1024 8 400/131072000 3 0 2 hydration_threshold 1 rw",
                "multipath", "2 0 0 0 2 1 A 0 1 2 8:64 A 0 0 1 E 0 1 2 8:32 A 0 0 1",
                "vdo", "/dev/vdb normal - online online 1051492 5242880");
        var random = new Random(2);
        texts.forEach((type, text) -> {
            for (int end = 0; end <= text.length(); end++) {
                assertThat(KnownStatus.parse(type, text.substring(0, end))).isNotNull();
            }
            for (int i = 0; i < 20_000; i++) {
                var changed = new StringBuilder(text);
                changed.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
                assertThat(KnownStatus.parse(type, changed.toString())).isNotNull();
            }
        });
    }
}
