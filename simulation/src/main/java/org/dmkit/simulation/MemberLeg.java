package org.dmkit.simulation;

/** A lower device of a striped or mirrored target and the letter that its status shows: {@code A}, or how it failed. */
final class MemberLeg {
    final BlockDevice device;
    final long offset;
    char letter = 'A';

    MemberLeg(BlockDevice device, long offset) {
        this.device = device;
        this.offset = offset;
    }

    boolean isAlive() {
        return letter == 'A';
    }
}
