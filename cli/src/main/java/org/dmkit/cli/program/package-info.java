/**
 * What the commands that stand in for other programs share: how such a program takes its command line apart, and where it reads and
 * prints.
 */
@NullMarked
package org.dmkit.cli.program;

import org.jspecify.annotations.NullMarked;
