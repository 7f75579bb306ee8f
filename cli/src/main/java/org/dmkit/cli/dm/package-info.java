/**
 * {@code dmkit dm VERB}: the device-mapper for scripts. A verb's words are understood by {@link org.dmkit.cli.dm.Dm#of}, and
 * {@link org.dmkit.cli.dm.Dm#run} does it with few ioctls: no disk is scanned, opened or locked, and nothing of {@code raid} is
 * loaded but by {@code swap} and {@code apply}, whose steps are those of its executor. What a verb says is an
 * {@link org.dmkit.cli.dm.Answer}; nothing is printed here.
 */
@NullMarked
package org.dmkit.cli.dm;

import org.jspecify.annotations.NullMarked;
