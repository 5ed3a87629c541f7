// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import java.io.Serializable;

/**
 * The result of {@link SparkCohort#run}.
 *
 * @param files the number of files that match the pattern
 * @param photographs the number of files with different content
 * @param alreadyDone the number of photographs that an earlier run had analyzed with the same model
 *     and options
 * @param analyzed the number of photographs that this run added rows for, failures included
 * @param failed the number of rows of this cohort with an error, from all runs
 */
public record CohortSummary(
    long files, long photographs, long alreadyDone, long analyzed, long failed)
    implements Serializable {
  private static final long serialVersionUID = 1;
}
