/**
 * Apache Parquet files of results. Needs the optional dependency {@code
 * org.apache.parquet:parquet-format-structures}; Hadoop is not needed. Begin with {@link
 * io.github.seqnet.analysis.parquet.ParquetTable}.
 */
@NullMarked
package io.github.seqnet.analysis.parquet;

import org.jspecify.annotations.NullMarked;
