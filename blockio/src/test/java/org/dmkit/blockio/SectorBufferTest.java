package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class SectorBufferTest {
    @Test
    void memoryIsAlignedAndZero() {
        MemorySegment three = SectorBuffer.allocate(3);
        assertThat(three.byteSize()).isEqualTo(3 * 512);
        assertThat(three.address() % 4096).isZero();
        assertThat(three.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void theSameMemoryIsUsedAgainUntilMoreIsAskedFor() {
        SectorBuffer buffer = new SectorBuffer(4);
        MemorySegment four = buffer.sectors(4);
        assertThat(buffer.sectors(2).address()).isEqualTo(four.address());
        assertThat(buffer.sectors(2).byteSize()).isEqualTo(1024);
        MemorySegment more = buffer.sectors(100);
        assertThat(more.byteSize()).isEqualTo(51200);
        assertThat(more.address() % 4096).isZero();
        assertThat(buffer.sectors(1).address()).isEqualTo(more.address());
    }
}
