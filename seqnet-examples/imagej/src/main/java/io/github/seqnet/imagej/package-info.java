/**
 * A plugin for ImageJ and Fiji that labels and measures the vessels of the current fundus
 * photograph. Start with {@link io.github.seqnet.imagej.AnalyzeFundus}.
 */
@NullMarked
package io.github.seqnet.imagej;

import org.jspecify.annotations.NullMarked;
