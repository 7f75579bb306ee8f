/**
 * The configuration tree and what becomes of it: tables, plans, transactions, recovery.
 *
 * <p>Decisions here are pure functions over immutable values; only {@code Scanner}, {@code Executor}, {@code Recovery} and
 * {@code Monitor} touch disks or the device-mapper. Never here: what any one vendor's bytes mean.
 */
@NullMarked
package org.dmkit.raid;

import org.jspecify.annotations.NullMarked;
