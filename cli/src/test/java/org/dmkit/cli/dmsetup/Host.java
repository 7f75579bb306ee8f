package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.User;
import org.dmkit.cli.program.Streams;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;

/** A host for the command: a device-mapper, block devices, and what else it asks for. Keeps what becomes of it. */
final class Host implements Premises {
    /** As fake-device-mapper.c has it. */
    private static final int READ_AHEAD = 256;

    final DeviceMapper mapper;
    final Map<DeviceNumber, String> blocks = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final List<List<String>> executed = new ArrayList<>();
    final List<String> nodes = new ArrayList<>();
    UdevPolicy policy = UdevPolicy.WAIT;
    String input = "";
    OptionalInt columns = OptionalInt.empty();

    Host(DeviceMapper mapper) {
        this.mapper = mapper;
    }

    record Answer(int status, String out, String err) {}

    Answer type(List<String> words) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        var streams = new Streams(new PrintWriter(out), new PrintWriter(err), new StringReader(input));
        int status = Dmsetup.run(words, this, streams);
        return new Answer(status, out.toString(), err.toString());
    }

    Answer type(String... words) throws IOException {
        return type(List.of(words));
    }

    @Override
    public DeviceMapper deviceMapper(UdevPolicy itsPolicy) {
        policy = itsPolicy;
        return mapper;
    }

    @Override
    public Blocks blocks() {
        return new Blocks() {
            @Override
            public Optional<Block> find(String path) {
                return Optional.empty();
            }

            @Override
            public Optional<Block> find(DeviceNumber number) {
                return Optional.ofNullable(blocks.get(number)).map(name -> new Block(number, name, 0, 512));
            }

            @Override
            public List<User> users(DeviceNumber number) {
                return List.of();
            }

            @Override
            public List<User> processes(DeviceNumber number) {
                return List.of();
            }
        };
    }

    @Override
    public String environment(String variable) {
        return environment.getOrDefault(variable, "");
    }

    @Override
    public boolean privileged() {
        return true;
    }

    @Override
    public boolean udevRuns() {
        return false;
    }

    @Override
    public OptionalInt columns() {
        return columns;
    }

    @Override
    public boolean unicode() {
        return false;
    }

    @Override
    public String standardInput() {
        return input;
    }

    @Override
    public String file(String path) throws IOException {
        return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<DeviceNumber> node(String path) throws IOException {
        for (var device : mapper.devices()) {
            if (path.equals("/dev/mapper/" + device.name().spelled())) {
                return Optional.of(device.number());
            }
        }
        return Files.exists(Path.of(path))
                ? Optional.of(DeviceNumber.unpack((long) Files.getAttribute(Path.of(path), "unix:rdev")))
                : Optional.empty();
    }

    @Override
    public List<String> nodes() {
        return List.of("control");
    }

    @Override
    public void makeNode(DmName name, DeviceNumber number) {
        nodes.add("made " + name.spelled() + " " + number);
    }

    @Override
    public void removeNode(DmName name) {
        nodes.add("removed " + name.spelled());
    }

    @Override
    public void changeNode(DmName name, Ownership ownership) {
        nodes.add("changed " + name.spelled() + " " + ownership);
    }

    @Override
    public OptionalInt readAhead(DeviceNumber number) {
        return OptionalInt.of(READ_AHEAD);
    }

    @Override
    public void setReadAhead(DeviceNumber number, int sectors) {
        nodes.add("read ahead " + number + " " + sectors);
    }

    @Override
    public void execute(List<String> command) {
        executed.add(command);
    }
}
