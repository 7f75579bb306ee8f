package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;

import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiskInfoTest {
    private static DiskInfo disk(String name, long sectors, String serial, @Nullable String wwn) {
        return new DiskInfo(
                name, sectors, 512, serial, wwn, "model", new DeviceNumber(8, name.hashCode() & 0xf0), false);
    }

    private static void assertSame(DiskInfo a, DiskInfo b) {
        assertThat(a.isSame(b)).isTrue();
        assertThat(b.isSame(a)).isTrue();
    }

    private static void assertDifferent(DiskInfo a, DiskInfo b) {
        assertThat(a.isSame(b)).isFalse();
        assertThat(b.isSame(a)).isFalse();
    }

    @Test
    void aDiskThatReturnsUnderAnotherNameIsTheSame() {
        assertSame(disk("sda", 100, "S1", "w1"), disk("sdx", 100, "S1", "w1"));
        assertSame(disk("sda", 100, "S1", null), disk("sdx", 100, "S1", null));
        assertSame(disk("sda", 100, "S1", "w1"), disk("sdx", 100, "S1", null));
    }

    @Test
    void anotherDiskUnderANameThatHasBecomeFreeIsNot() {
        assertDifferent(disk("sda", 100, "S1", "w1"), disk("sda", 100, "S1", "w2"));
        assertDifferent(disk("sda", 100, "S1", null), disk("sda", 100, "S2", null));
        assertDifferent(disk("sda", 100, "S1", null), disk("sda", 100, "", null));
        assertDifferent(disk("sda", 100, "S1", null), disk("sda", 200, "S1", null));
    }

    @Test
    void disksThatTellNothingAreKnownByName() {
        assertSame(disk("a.img", 100, "", null), disk("a.img", 100, " ", null));
        assertDifferent(disk("a.img", 100, "", null), disk("b.img", 100, "", null));
        assertDifferent(disk("a.img", 100, "", null), disk("a.img", 200, "", null));
    }
}
