/**
 * Analysis of cohorts on Apache Spark. Begin with {@link io.github.seqnet.spark.SparkCohort}: its
 * {@code main} is the program for {@code spark-submit}, its {@code analyze} the {@code Dataset} API
 * for jobs of your own, its {@code run} the resumable job.
 */
@NullMarked
package io.github.seqnet.spark;

import org.jspecify.annotations.NullMarked;
