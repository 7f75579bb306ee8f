package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import org.dmkit.cli.dm.Keys;
import org.junit.jupiter.api.Test;

/** Keys as the kernel's tables have them (Documentation/admin-guide/device-mapper: dm-crypt.rst, dm-integrity.rst). */
class KeysTest {
    @Test
    void theKeyOfAnEncryptedDiskIsShownOnlyWhenAskedFor() throws Exception {
        Host host = Devices.host(Devices.ALL);
        String key = "00112233aabbccdd";
        assertThat(host.type("table", "swap_crypt").out())
                .contains(" 0000000000000000 ")
                .doesNotContain(key);
        assertThat(host.type("table").out()).doesNotContain(key);
        assertThat(host.type("table", "--concise").out()).doesNotContain(key);
        assertThat(host.type("table", "--showkeys", "swap_crypt").out()).contains(key);
    }

    @Test
    void aKeyThatTheKernelKeepsIsNamed() {
        String table = "aes :64:logon:cryptsetup:key 0 8:0 0";
        assertThat(Keys.hidden("crypt", table)).isEqualTo(table);
        assertThat(Keys.hidden("crypt", "aes")).isEqualTo("aes");
        assertThat(Keys.hidden("linear", "8:0 0")).isEqualTo("8:0 0");
    }

    @Test
    void keysOfIntegrityStandBehindTheirAlgorithm() {
        assertThat(Keys.hidden(
                        "integrity",
                        "8:0 0 28 J 3 internal_hash:hmac(sha256):aabb journal_mac:crc32 journal_crypt:x:f"))
                .isEqualTo("8:0 0 28 J 3 internal_hash:hmac(sha256):0000 journal_mac:crc32 journal_crypt:x:0");
    }
}
