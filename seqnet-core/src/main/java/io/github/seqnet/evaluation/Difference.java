package io.github.seqnet.evaluation;

import java.util.OptionalDouble;

/**
 * By how much a figure is higher here than there, on the same images. Immutable.
 *
 * <p>The interval has the percentiles of the differences of all draws. The p-value is that of the
 * hypothesis that there is no difference, two-sided, found by turning that interval around (Efron
 * and Tibshirani 1993, An Introduction to the Bootstrap, section 15.4): twice the smaller of the
 * part of the draws whose difference is at most 0 and the part of those whose difference is at
 * least 0, and at most 1. It is below 0.05 where the 95 % interval leaves out 0, but for the last
 * draw or two. One draw is added to both counts, {@code (k + 1) / (n + 1)}, so that it is never 0
 * (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585): with 1000 draws it is 0.002 or more.
 *
 * <p>It is about other images of the same kind, not about another training; it is not corrected for
 * looking at many figures; and with fewer than about 20 images it is too small, as intervals are
 * too narrow then.
 *
 * @param name the name of the figure, such as {@code av.all_gt.accuracy}
 * @param value the figure here less the figure there, -1..1; empty where one of them is not defined
 * @param low lower end of the interval; empty where there is none, as for one image
 * @param high upper end of the interval; empty where there is none
 * @param pValue above 0 and at most 1; empty where there is no interval
 */
public record Difference(
    String name,
    OptionalDouble value,
    OptionalDouble low,
    OptionalDouble high,
    OptionalDouble pValue) {}
