/**
 * What a metadata format implements and is asked: find, decode, check, encode; a group of disks that one metadata describes, and the
 * difference of two. A format sees sectors in memory; it does no I/O and makes no tables.
 */
@NullMarked
package org.dmkit.raid.format;

import org.jspecify.annotations.NullMarked;
