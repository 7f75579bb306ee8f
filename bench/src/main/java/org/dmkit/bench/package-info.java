/**
 * Measures what dmkit does often or first: whole processes, scans, tables, one ioctl. Each figure stands beside that of somebody
 * else's way, measured in the same run, because only their ratio says something on a machine that has other work.
 */
@NullMarked
package org.dmkit.bench;

import org.jspecify.annotations.NullMarked;
