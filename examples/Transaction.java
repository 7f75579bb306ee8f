// dmkit-java examples/Transaction.java
// Two changes at once, of which the second can't be: the first is taken back. With two paths of disks: on these, as root.

import org.dmkit.dm.BackedOutException;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedMachine;

void main(String... disks) throws Exception {
    boolean real = disks.length == 2;
    String[] lower = real ? disks : new String[] {"/dev/sda", "/dev/sdb"};
    var name = new DmName("data");
    try (Dm dm = real ? Dm.open() : SimulatedMachine.withDisks(131072, lower).dm()) {
        dm.make(name, Table.parse("0 2048 linear " + lower[0] + " 0"));
        try {
            dm.transaction()
                    .swap(name, Table.parse("0 2048 linear " + lower[1] + " 0"))
                    .make(new DmName("wrong"), Table.parse("0 2048 linear " + lower[0] + " 999999999999"))
                    .commit();
        } catch (BackedOutException e) {
            IO.println(e.getMessage() + (e.isWhole() ? "; all is as before" : "; not all could be taken back"));
        }
        IO.println(dm.requests().devices().size() + " device: " + dm.requests().table(name, TableSlot.ACTIVE).text());
        dm.requests().remove(name, Duration.ofSeconds(5));
    }
}
