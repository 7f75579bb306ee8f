package org.dmkit.cli.dm;

import java.io.IOException;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;

/** {@code mknodes}: the nodes in /dev/mapper, where nobody has made them. */
final class MakeNodes implements Change {
    @Override
    public String word() {
        return "mknodes";
    }

    @Override
    public String summary() {
        return "Make the nodes in /dev/mapper that are missing.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "Of one device only.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        var deeds = new Deeds();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            DeviceEntry device = Named.entry(name, work.mapper());
            deeds.then(
                    "make the node of " + name + ", " + device.number(),
                    () -> work.premises().makeNode(device));
        }
        return deeds.run(word(), work);
    }
}
