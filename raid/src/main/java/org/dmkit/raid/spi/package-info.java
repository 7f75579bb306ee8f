/**
 * What a metadata format implements: find, decode, check, encode. A format sees sectors in memory and the configuration tree;
 * it does no I/O and makes no tables.
 */
@NullMarked
package org.dmkit.raid.spi;

import org.jspecify.annotations.NullMarked;
