/**
 * Atomic file replacement and safe names. Start with {@link io.github.seqnet.file.AtomicFile},
 * which writes a file completely or not at all; {@link io.github.seqnet.file.PlainText} escapes
 * text from files in messages and tables.
 */
@NullMarked
package io.github.seqnet.file;

import org.jspecify.annotations.NullMarked;
