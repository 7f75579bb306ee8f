package org.dmkit.dm;

/** Writes the parameters of a target as text for people; {@link DeviceMapper#load} writes them straight into the request. */
final class TargetFormatter {
    private TargetFormatter() {}

    static String parameters(DmTarget target) {
        var s = new StringBuilder();
        switch (target) {
            case DmTarget.Linear t -> s.append(t.device().text()).append(' ').append(t.offset());
            case DmTarget.Striped t -> {
                s.append(t.legs().size()).append(' ').append(t.chunk());
                t.legs().forEach(l -> leg(s, l));
            }
            case DmTarget.Mirror t -> {
                s.append("core 2 ").append(t.region()).append(t.sync() ? " sync " : " nosync ");
                s.append(t.legs().size());
                t.legs().forEach(l -> leg(s, l));
                if (t.handleErrors()) {
                    s.append(" 1 handle_errors");
                }
            }
            case DmTarget.Raid t -> raid(s, t);
            case DmTarget.SnapshotOrigin t -> s.append(t.device().text());
            case DmTarget.Generic t -> s.append(t.parameters());
            case DmTarget.Error t -> {}
            case DmTarget.Zero t -> {}
        }
        return s.toString();
    }

    private static void leg(StringBuilder s, DmTarget.Leg leg) {
        s.append(' ').append(leg.device().text()).append(' ').append(leg.offset());
    }

    private static void raid(StringBuilder s, DmTarget.Raid t) {
        s.append(t.level()).append(' ').append(t.parameterCount()).append(' ').append(t.chunk());
        switch (t.sync()) {
            case SYNC -> s.append(" sync");
            case NOSYNC -> s.append(" nosync");
            case DEFAULT -> {}
        }
        t.rebuild().forEach(i -> s.append(" rebuild ").append(i));
        t.region().ifPresent(r -> s.append(" region_size ").append(r));
        s.append(' ').append(t.slots().size());
        t.slots()
                .forEach(x -> s.append(' ')
                        .append(x.metadata().text())
                        .append(' ')
                        .append(x.data().text()));
    }
}
