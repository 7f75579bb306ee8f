package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.UdevPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options and the environment say of udev reaches the device-mapper; what becomes of nodes. */
class DmsetupUdevTest {
    private static Host host() throws Exception {
        return new Host(RealChangesTest.machine());
    }

    @Test
    void eachRequestWaitsUnlessThatIsOff() throws Exception {
        Host host = host();
        host.type("remove", "top");
        assertThat(host.policy).isEqualTo(UdevPolicy.WAIT);
        host.type("-v", "--noudevsync", "remove", "stripe");
        assertThat(host.policy).isEqualTo(new UdevPolicy(new UdevPolicy.Wait.Never(), true));
    }

    @Test
    void rulesCanBeLeftOut() throws Exception {
        Host host = host();
        host.type("--noudevrules", "remove", "top");
        assertThat(host.policy).isEqualTo(new UdevPolicy(new UdevPolicy.Wait.Each(), false));
        host.environment.put("DM_DISABLE_UDEV", "1");
        host.type("remove", "stripe");
        assertThat(host.policy).isEqualTo(new UdevPolicy(new UdevPolicy.Wait.Never(), false));
    }

    @Test
    void aTransactionHasACookie() throws Exception {
        Host host = host();
        var later = new UdevPolicy(new UdevPolicy.Wait.Later(0xd4d1234), true);
        host.type("--udevcookie", "0xd4d1234", "remove", "top");
        assertThat(host.policy).isEqualTo(later);
        host.environment.put("DM_UDEV_COOKIE", "223154740");
        host.type("resume", "stripe");
        assertThat(host.policy).isEqualTo(later);
    }

    @Test
    void aDeviceWithoutATableIsNoAffairOfUdev() throws Exception {
        Host host = host();
        host.type("create", "new", "--notable");
        assertThat(host.nodes).isEmpty();
        host.type("create", "other", "--notable", "--addnodeoncreate");
        assertThat(host.nodes).containsExactly("made other 253:4");
    }

    @Test
    void whoseANodeIsCanBeSaidWhereNoUdevRuns() throws Exception {
        Host host = host();
        host.type("create", "new", "-U", "7", "-G", "8", "-M", "0640", "--table", "0 8 zero");
        assertThat(host.nodes)
                .containsExactly(
                        "changed new Ownership[user=OptionalInt[7], group=OptionalInt[8], mode=OptionalInt[416]]");
    }

    @Test
    void howMuchIsReadAheadIsSetAtTheStart() throws Exception {
        Host host = host();
        host.type("create", "new", "--readahead", "512", "--table", "0 8 zero");
        host.type("resume", "stripe", "--readahead", "none");
        host.type("resume", "top", "--readahead", "+8");
        host.type("resume", "top", "--readahead", "+300");
        host.type("resume", "top", "--readahead", "auto");
        assertThat(host.nodes).containsExactly("read ahead 253:3 512", "read ahead 253:0 0", "read ahead 253:1 300");
    }

    @Test
    void nodesThatAreMissingAreMade() throws Exception {
        Host host = host();
        host.type("mknodes");
        assertThat(host.nodes).containsExactly("made stripe 253:0", "made top 253:1", "made spare 253:2");
        host.nodes.clear();
        host.type("mknodes", "nosuch");
        assertThat(host.nodes).containsExactly("removed nosuch");
    }

    @Test
    void whatCannotBeStartedIsTakenAway() throws Exception {
        Host host = host();
        assertThat(host.type("create", "new", "--table", "0 8 nosuch").status()).isEqualTo(1);
        assertThat(host.mapper.devices()).extracting(d -> d.name().value()).doesNotContain("new");
    }

    @Test
    void whatIsForcedWaitsForNoFlush() throws Exception {
        var log = new ArrayList<String>();
        Host host = new Host(FakeDeviceMapper.recording(RealChangesTest.machine(), log));
        host.type("remove", "--force", "top");
        assertThat(log).contains("resume top noflush nolockfs", "remove top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "HEX"})
    void theEnvironmentTellsHowNamesAreSpelled(String mode) throws Exception {
        Host host = host();
        host.environment.put("DM_DEFAULT_NAME_MANGLING_MODE", mode);
        host.type("create", "a\\x20b", "-n");
        assertThat(host.type("info", "-c", "--noheadings", "-o", "mangled_name", "a\\x20b")
                        .out())
                .isEqualTo("a\\x5cx20b\n");
    }

    @Test
    void aProgramGetsTheNodesOfTheTargetsThatWereChosen() throws Exception {
        Host host = host();
        host.type("ls", "--target", "striped", "--exec", " kpartx -a ");
        assertThat(host.executed).containsExactly(List.of("kpartx", "-a", "/dev/mapper/stripe"));
        assertThat(host.type("table", "--exec", " ").status()).isEqualTo(1);
    }
}
