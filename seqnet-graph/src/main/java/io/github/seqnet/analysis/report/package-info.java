/**
 * The pages of the HTML report: what their templates show, as plain text and numbers. Not exported;
 * {@link io.github.seqnet.analysis.HtmlReport} fills and writes them.
 */
package io.github.seqnet.analysis.report;
