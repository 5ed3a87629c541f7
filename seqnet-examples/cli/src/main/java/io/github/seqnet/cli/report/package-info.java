/**
 * Results of all photographs of a run: report pages, tables and the summary line. Start with {@link
 * io.github.seqnet.cli.report.ReportPages}.
 */
package io.github.seqnet.cli.report;
