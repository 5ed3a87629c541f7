/** What the commands write about all photographs of a run: report pages, tables, the last line. */
package io.github.seqnet.cli.report;
