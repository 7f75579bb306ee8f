package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameManglingTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A Volume  16ch!,A\\x20Volume\\x20\\x2016ch\\x21",
                "a(b),a\\x28b\\x29",
                "ü,\\xc3\\xbc",
                "back\\slash,back\\x5cslash",
                "a\\x20b,a\\x5cx20b"
            })
    void bytesThatUdevDoesNotLikeAreHex(String name, String mangled) {
        assertThat(NameMangling.mangle(name)).isEqualTo(mangled);
        assertThat(NameMangling.unmangle(mangled)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw_bcdefghija_Volume0", "AZaz09#+-.:=@_"})
    void whatUdevLikesStays(String name) {
        assertThat(NameMangling.mangle(name)).isEqualTo(name);
        assertThat(NameMangling.unmangle(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x2", "\\xzz", "\\", "a b", "x20"})
    void whatIsNotMangledIsReadAsItIs(String name) {
        assertThat(NameMangling.unmangle(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\x2fb", "\\x00", "\\x2f"})
    void aDeviceOfAnotherProgramThatCantBeUndoneKeepsItsSpelling(String kernel) {
        DmName name = NameMangling.name(kernel);
        assertThat(name.value()).isEqualTo(kernel);
        assertThat(NameMangling.spelled(name)).isEqualTo(kernel);
    }

    @Test
    void everyNameComesBack() {
        for (char c = 1; c < 0x250; c++) {
            String name = "a" + c + "\\x" + c;
            assertThat(NameMangling.unmangle(NameMangling.mangle(name))).isEqualTo(name);
        }
    }
}
