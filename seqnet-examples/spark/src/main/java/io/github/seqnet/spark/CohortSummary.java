package io.github.seqnet.spark;

import java.io.Serializable;

/**
 * What {@link SparkCohort#run} did.
 *
 * @param files the files that match the pattern
 * @param photographs the files with different content
 * @param alreadyDone the photographs that an earlier run had analyzed with the same model and
 *     options
 * @param analyzed the photographs that this run added rows for, failures included
 * @param failed the rows of this cohort with an error, from all runs
 */
public record CohortSummary(
    long files, long photographs, long alreadyDone, long analyzed, long failed)
    implements Serializable {
  private static final long serialVersionUID = 1;
}
