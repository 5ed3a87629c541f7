/**
 * Fundus photographs that are computed, with exact labels, for tests and demonstrations: start at
 * {@link io.github.seqnet.synthetic.FundusGenerator}.
 */
@NullMarked
package io.github.seqnet.synthetic;

import org.jspecify.annotations.NullMarked;
