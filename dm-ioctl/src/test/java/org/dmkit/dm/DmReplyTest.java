package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.Test;

/** Answers laid out by hand from the comments of linux/dm-ioctl.h. */
class DmReplyTest {
    private static final int DATA = 312;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(4096)
            .order(ByteOrder.nativeOrder())
            .putInt(0, 4)
            .putInt(16, DATA);
    private final DmReply reply = new DmReply(bytes);

    @Test
    void anEmptyAnswerListsNothing() {
        assertThat(reply.devices()).isEmpty();
        assertThat(reply.dependencies()).isEmpty();
        assertThat(reply.status()).isEmpty();
        assertThat(reply.table()).isEqualTo(Table.EMPTY);
        assertThat(reply.message()).isEmpty();
    }

    @Test
    void aListOfDevicesHasUuidsSinceFourFortyFive() {
        twoDevices();
        minor(45);
        assertThat(reply.devices())
                .containsExactly(
                        new DeviceEntry(new DmName("a b"), new DeviceNumber(253, 0), 7, new DmUuid("LVM-x")),
                        new DeviceEntry(new DmName("c"), new DeviceNumber(253, 1), 9, DmUuid.NONE));
    }

    @Test
    void anOlderKernelListsLess() {
        twoDevices();
        minor(37);
        assertThat(reply.devices()).extracting(DeviceEntry::eventNumber).containsExactly(7, 9);
        assertThat(reply.devices()).extracting(DeviceEntry::uuid).containsOnly(DmUuid.NONE);
        minor(36);
        assertThat(reply.devices()).extracting(DeviceEntry::eventNumber).containsOnly(0);
    }

    @Test
    void linesOfAStatusAreFoundFromTheFirst() {
        bytes.putInt(20, 3);
        line(DATA, 0, 8, 64, "linear", "8:0 0");
        line(DATA + 64, 8, 16, 112, "error", "");
        line(DATA + 112, 24, 8, 0, "zero", "");
        assertThat(reply.table())
                .isEqualTo(new Table(List.of(
                        new Table.Line(0, 8, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(8, 0)), 0)),
                        new Table.Line(8, 16, new DmTarget.Error()),
                        new Table.Line(24, 8, new DmTarget.Zero()))));
    }

    @Test
    void linesKeepTheirBlanks() {
        bytes.putInt(20, 1);
        line(DATA, 0, 8, 0, "multipath", "0 0 1 1 8:0 1 ");
        assertThat(reply.lines().getFirst().text()).isEqualTo("0 0 1 1 8:0 1 ");
        assertThat(reply.status().getFirst().text()).isEqualTo("0 0 1 1 8:0 1");
    }

    @Test
    void aTypeMayFillItsField() {
        bytes.putInt(20, 1);
        line(DATA, 0, 8, 0, "sixteen-letters-", "text");
        assertThat(reply.status().getFirst().type()).isEqualTo("sixteen-letters-");
        assertThat(reply.status().getFirst().text()).isEqualTo("text");
    }

    private void minor(int minor) {
        bytes.putInt(4, minor);
    }

    private void twoDevices() {
        // dev, next, name; from the next multiple of 8: event_nr, flags, uuid.
        bytes.putLong(DATA, 0xfd00).putInt(DATA + 8, 48);
        text(DATA + 12, "a\\x20b");
        bytes.putInt(DATA + 24, 7).putInt(DATA + 28, 1);
        text(DATA + 32, "LVM-x");
        bytes.putLong(DATA + 48, 0xfd01).putInt(DATA + 56, 0);
        text(DATA + 60, "c");
        bytes.putInt(DATA + 64, 9).putInt(DATA + 68, 2);
    }

    private void line(int at, long start, long length, int next, String type, String parameters) {
        bytes.putLong(at, start).putLong(at + 8, length).putInt(at + 20, next);
        text(at + 24, type);
        text(at + 40, parameters);
    }

    private void text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.UTF_8));
    }
}
