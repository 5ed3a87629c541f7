/**
 * Apache Parquet files of results, written without Hadoop. Begin with {@link
 * io.github.seqnet.cli.parquet.ParquetTable}.
 */
@NullMarked
package io.github.seqnet.cli.parquet;

import org.jspecify.annotations.NullMarked;
