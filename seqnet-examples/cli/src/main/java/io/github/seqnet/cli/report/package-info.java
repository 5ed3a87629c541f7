/**
 * Results of all photographs of a run: report pages, tables and the summary line. Start with {@link
 * io.github.seqnet.cli.report.ReportPages}.
 */
@NullMarked
package io.github.seqnet.cli.report;

import org.jspecify.annotations.NullMarked;
