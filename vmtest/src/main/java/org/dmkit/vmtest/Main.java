package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./dmkit demo --vm} starts; also runs any script in a guest. */
public final class Main {
    private static final String USAGE = """
            usage: demo [--dmkit IMAGE]
                   script FILE [--disks N] [--mebibytes N] [--bring DIR]... [--memory MIB] [--timeout SECONDS] [-- ARG...]
            """;
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;
    private static final int NO_GUEST = 125;

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(new ArrayDeque<>(List.of(args))));
    }

    private static int run(ArrayDeque<String> args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("dmkit-vm-");
        try {
            int exit = switch (String.valueOf(args.poll())) {
                case "demo" -> demo(directory, args);
                case "script" -> script(directory, args);
                default -> throw new IllegalArgumentException("no such command");
            };
            Cache.deleteTree(directory);
            return exit;
        } catch (IllegalArgumentException e) {
            System.err.println("vmtest: " + e.getMessage());
            System.err.print(USAGE);
            return USAGE_ERROR;
        } catch (VmException e) {
            System.err.println("vmtest: " + e.getMessage());
            return NO_GUEST;
        }
    }

    /** A member of a mirror is lost and replaced under load; then the machine boots anew and mdadm looks at the result. */
    private static int demo(Path directory, ArrayDeque<String> args)
            throws VmException, IOException, InterruptedException {
        Path dmkit = Path.of("cli/target/dmkit");
        while (!args.isEmpty()) {
            String option = args.poll();
            if (!option.equals("--dmkit")) {
                throw new IllegalArgumentException("no such option: " + option);
            }
            dmkit = Path.of(value(option, args));
        }
        if (!Files.isExecutable(dmkit.resolve("bin/dmkit"))) {
            throw new IllegalArgumentException("no image in " + dmkit + " (./dmkit makes it)");
        }
        System.out.println("Booting a guest with Debian's kernel; nothing here touches this machine's disks.");
        Scenario scenario = Scenario.withNewDisks(directory, dmkit, 3, System.out::println);
        VmResult change = scenario.run("replace", "1", "replace");
        if (change.exit() != 0) {
            return change.exit();
        }
        System.out.println("Booting again without the lost disk.");
        VmResult check = scenario.without(1).run("verify");
        boolean same = change.reported("md5").equals(check.reported("md5"))
                && change.reported("md5").isPresent();
        System.out.println(same ? "The data is the same after the reboot." : "The data is NOT the same.");
        return check.exit() == 0 && !same ? FAILED : check.exit();
    }

    private static int script(Path directory, ArrayDeque<String> args)
            throws VmException, IOException, InterruptedException {
        Path file = Path.of(value("script", args));
        var vm = Vm.builder(directory).live(System.out::println);
        int disks = 0;
        long mebibytes = 128;
        var arguments = new ArrayList<String>();
        while (!args.isEmpty()) {
            String option = args.poll();
            switch (option) {
                case "--disks" -> disks = number(option, args);
                case "--mebibytes" -> mebibytes = number(option, args);
                case "--bring" -> vm.bring(Path.of(value(option, args)));
                case "--memory" -> vm.memory(number(option, args));
                case "--timeout" -> vm.timeout(Duration.ofSeconds(number(option, args)));
                case "--" -> {
                    arguments.addAll(args);
                    args.clear();
                }
                default -> throw new IllegalArgumentException("no such option: " + option);
            }
        }
        for (int index = 0; index < disks; index++) {
            vm.disks(List.of(GuestDisk.create(directory.resolve("disk" + index), "VMDISK" + index, mebibytes << 11)));
        }
        return vm.build()
                .run(Files.readString(file), arguments.toArray(String[]::new))
                .exit();
    }

    private static int number(String option, ArrayDeque<String> args) {
        return Integer.parseInt(value(option, args));
    }

    private static String value(String option, ArrayDeque<String> args) {
        String value = args.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }
}
