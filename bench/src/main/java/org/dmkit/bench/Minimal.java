package org.dmkit.bench;

/** As little as a Java program can do: what the JVM itself takes to start. */
final class Minimal {
    private Minimal() {}

    public static void main(String[] args) {
        System.out.println("dmkit");
    }
}
