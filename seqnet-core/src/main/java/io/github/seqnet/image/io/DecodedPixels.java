// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import org.jspecify.annotations.Nullable;

/**
 * Decoded pixels with the color profile that the file embeds for them.
 *
 * @param pixels the stored colors
 * @param profile an ICC profile that has not been applied, or null
 */
@SuppressWarnings("ArrayRecordComponent")
record DecodedPixels(Pixels pixels, byte @Nullable [] profile) {}
