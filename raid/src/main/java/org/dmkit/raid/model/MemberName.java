package org.dmkit.raid.model;

/** How a change names a member: by its disk while that is present, by what the metadata call it when it has vanished. */
public sealed interface MemberName {
    /** True if this names what stands in the slot. */
    boolean names(Component component);

    /**
     * The name of what stands in a slot.
     *
     * @throws IllegalArgumentException for another set, which is no member
     */
    static MemberName of(Component component) {
        return switch (component) {
            case Component.Member m -> new OfDisk(m.disk().name());
            case Component.Missing m -> new OfLabel(m.label());
            case Component.Subset s -> throw new IllegalArgumentException("no member: " + s);
        };
    }

    /** A present disk, by {@link org.dmkit.blockio.DiskInfo#name}. */
    record OfDisk(String name) implements MemberName {
        @Override
        public boolean names(Component component) {
            return component instanceof Component.Member m && m.disk().name().equals(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** An absent one, by {@link Component.Missing#label}. */
    record OfLabel(String label) implements MemberName {
        @Override
        public boolean names(Component component) {
            return component instanceof Component.Missing m && m.label().equals(label);
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
