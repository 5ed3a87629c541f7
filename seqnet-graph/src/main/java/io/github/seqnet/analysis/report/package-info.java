/**
 * The content of the pages of the HTML report as plain text and numbers, for the templates. Not
 * exported. Start with {@link io.github.seqnet.analysis.HtmlReport}, which fills and writes the
 * pages.
 */
@NullMarked
package io.github.seqnet.analysis.report;

import org.jspecify.annotations.NullMarked;
