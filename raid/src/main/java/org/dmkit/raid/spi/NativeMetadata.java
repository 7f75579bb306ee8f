package org.dmkit.raid.spi;

/** A format's own record of decoded metadata; immutable, with value equality. The generic code only carries it. */
public interface NativeMetadata {}
