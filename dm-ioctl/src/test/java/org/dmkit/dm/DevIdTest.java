package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.Test;

class DevIdTest {
    @Test
    void aTextIsAUuidANumberOrAName() {
        assertThat(DevId.parse("uuid:LVM-ab c")).isEqualTo(new DmUuid("LVM-ab c"));
        assertThat(DevId.parse("uuid:253:3")).isEqualTo(new DmUuid("253:3"));
        assertThat(DevId.parse("253:3")).isEqualTo(DevId.of(new DeviceNumber(253, 3)));
        assertThat(DevId.parse("/dev/mapper/a b")).isEqualTo(new DmName("a b"));
        for (String name : List.of("data", "a b", "253", "253:", ":3", "x253:3", "UUID:x", "-")) {
            assertThat(DevId.parse(name)).isEqualTo(new DmName(name));
        }
    }

    @Test
    void whatIsNoneOfTheseIsRefused() {
        for (String text : List.of("", "uuid:", "/dev/sda", "/dev/mapper/", "/dev/mapper/a/b", "9999:1", "8:9999999")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> DevId.parse(text));
        }
    }

    /** Of two the kernel takes neither ({@code __find_device_hash_cell} in drivers/md/dm-ioctl.c). */
    @Test
    void aRequestTellsItsDeviceInOneWayOnly() {
        DmCall byName = DmCall.of(DmRequest.DM_DEV_STATUS, new DmName("a b"));
        assertThat(List.of(byName.name(), byName.uuid(), byName.number())).isEqualTo(List.of("a\\x20b", "", 0L));
        DmCall byUuid = DmCall.of(DmRequest.DM_DEV_STATUS, new DmUuid("a b"));
        assertThat(List.of(byUuid.name(), byUuid.uuid(), byUuid.number())).isEqualTo(List.of("", "a\\x20b", 0L));
        DmCall byNumber = DmCall.of(DmRequest.DM_DEV_STATUS, DevId.of(new DeviceNumber(253, 3)));
        assertThat(List.of(byNumber.name(), byNumber.uuid(), byNumber.number()))
                .isEqualTo(List.of("", "", new DeviceNumber(253, 3).pack()));
    }

    @Test
    void anErrorIsAboutTheDeviceAsItWasTold() {
        assertThat(DmCall.of(DmRequest.DM_DEV_STATUS, new DmName("a b")).object())
                .isEqualTo("a b");
        assertThat(DmCall.of(DmRequest.DM_DEV_STATUS, new DmUuid("a b")).object())
                .isEqualTo("a b");
        assertThat(DmCall.of(DmRequest.DM_DEV_STATUS, DevId.of(new DeviceNumber(253, 3)))
                        .object())
                .isEqualTo("253:3");
        assertThat(DmCall.of(DmRequest.DM_LIST_DEVICES).object()).isEqualTo("device-mapper");
    }
}
