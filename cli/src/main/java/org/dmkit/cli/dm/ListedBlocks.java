package org.dmkit.cli.dm;

import java.util.List;
import java.util.Optional;
import org.dmkit.linux.DeviceNumber;

/**
 * Block devices of a simulated machine, called by name or by the path that it would have. Nobody but mapped devices uses them.
 *
 * @param all each once
 */
public record ListedBlocks(List<Block> all) implements Blocks {
    private static final String DIRECTORY = "/dev/";

    public ListedBlocks {
        all = List.copyOf(all);
    }

    @Override
    public Optional<Block> find(String path) {
        return all.stream()
                .filter(b -> b.name().equals(path) || path.equals(DIRECTORY + b.name()))
                .findFirst();
    }

    @Override
    public Optional<Block> find(DeviceNumber number) {
        return all.stream().filter(b -> b.number().equals(number)).findFirst();
    }

    @Override
    public List<User> users(DeviceNumber number) {
        return List.of();
    }

    @Override
    public List<User> processes(DeviceNumber number) {
        return List.of();
    }
}
