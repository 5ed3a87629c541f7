/**
 * A plugin for ImageJ and Fiji: arteries, veins, vessel segments and biomarkers of the current
 * fundus photograph. Its entry is {@link io.github.seqnet.imagej.AnalyzeFundus}.
 */
@NullMarked
package io.github.seqnet.imagej;

import org.jspecify.annotations.NullMarked;
