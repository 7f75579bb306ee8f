/**
 * GUID partition tables, on sets.
 *
 * <p>{@code GptHeader} is one header, {@code GptCopy} a header with its array of entries and what is wrong with them, and
 * {@code GptPartitionFormat} decides which of the two copies is believed. Neither is believed without both of its checksums.
 */
@NullMarked
package org.dmkit.formats.gpt;

import org.jspecify.annotations.NullMarked;
